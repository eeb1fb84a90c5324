//! What a service guide (办事指南) says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::standard::GuideElement;

/// The elements of one service guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideFacts {
    /// The name of the service.
    pub name: Option<String>,
    /// What stands on the page, keyed by official element.
    pub elements: BTreeMap<GuideElement, ElementValue>,
    /// Elements whose heading stands there with nothing, or nothing meaningful (无、见附件), behind it: element and heading.
    pub empty: Vec<(GuideElement, String)>,
    /// Forms and tables the guide names for the applicant.
    pub forms: Vec<FormFacts>,
    /// What the body is made of.
    pub body: GuideBody,
    /// The materials that are asked for, where any are named or said to be unneeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub materials: Option<MaterialFacts>,
    /// Wording of materials and conditions that leaves open what is meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vague: Vec<VaguePhrase>,
    /// Laws and policies cited as the basis, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<CitedPolicy>,
    /// What stands under headings of telephones, those for complaints included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<PhoneFacts>,
    /// The site's own collection of forms (表格下载), absolute, where menus or margins of the page lead to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_library: Option<String>,
}

impl GuideFacts {
    /// A guide in which nothing stands.
    #[cfg(test)]
    pub(crate) fn blank(body: GuideBody) -> Self {
        GuideFacts {
            name: None,
            elements: BTreeMap::new(),
            empty: Vec::new(),
            forms: Vec::new(),
            body,
            materials: None,
            vague: Vec::new(),
            policies: Vec::new(),
            phones: Vec::new(),
            form_library: None,
        }
    }

    /// Whether the page speaks to somebody who has a thing to do: of two elements besides the name, under headings (with
    /// or without a value) or in its text, or of one that is no mere quotation of law, office or price. What only the title
    /// tells is none. A policy or an explanation in the column of guides does not.
    pub fn speaks_to_applicants(&self) -> bool {
        let stated = self
            .elements
            .iter()
            .filter(|(_, value)| value.heading != "页面标题")
            .map(|(e, _)| *e);
        let own: Vec<GuideElement> = stated
            .chain(self.empty.iter().map(|(e, _)| *e))
            .filter(|e| *e != GuideElement::Name)
            .collect();
        let quoted = |e: &GuideElement| matches!(e, GuideElement::Basis | GuideElement::Agency | GuideElement::Fees);
        own.len() >= 2 || own.iter().any(|e| !quoted(e))
    }

    /// The elements that are neither found nor excused, in official order.
    pub fn missing(&self) -> Vec<GuideElement> {
        GuideElement::ALL.into_iter().filter(|e| !self.elements.contains_key(e)).collect()
    }
}

/// Where an element was found and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementValue {
    /// The heading as printed (`所需材料`).
    pub heading: String,
    /// The beginning of the value, white space folded, at most 200 characters.
    pub value: String,
}

/// A form or table the guide names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormFacts {
    /// Its name as printed (`《居住证申领表》`).
    pub name: String,
    /// Where it can be had, absolute; none where the name is not a link and no link on the page fits it.
    pub url: Option<String>,
}

/// The materials a guide asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialFacts {
    /// One a line, a part of a line, or a row of their table; at most 40.
    pub items: Vec<MaterialItem>,
    /// Whether a remark says for all of them in which form they are to be handed in.
    pub form_for_all: bool,
    /// Whether the guide says that nothing has to be handed in.
    pub none_needed: bool,
    /// Whether a part of the list stands in an image, an attachment, or columns that could not be read.
    pub unread: bool,
}

/// One material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialItem {
    /// Its words, at most 60 characters.
    pub text: String,
    /// Whether they say in which form it is to be handed in: 原件, 复印件, 电子, a number of copies.
    pub form: bool,
    /// Whether they end in the name of a document, so that it is certainly a material.
    pub named: bool,
}

/// Wording that leaves open what is meant (其他有关材料).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaguePhrase {
    /// The element it stands under.
    pub element: GuideElement,
    /// The phrase with the words around it, at most 60 characters.
    pub phrase: String,
    /// Whether the same words may be meant well: an alternative, or a phrase of the law itself.
    pub doubtful: bool,
}

/// A law or policy that a guide cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedPolicy {
    /// Its name as printed, with 《》.
    pub name: String,
    /// How far the guide tells what it says.
    pub detail: PolicyDetail,
}

/// How far a guide tells what a cited policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyDetail {
    /// An article, a quotation, or a link to the text.
    Content,
    /// The number it was issued under, by which it can be found.
    Number,
    /// Nothing but its name.
    NameOnly,
}

/// What stands under a heading of a telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneFacts {
    /// The heading as printed (`投诉电话`).
    pub heading: String,
    /// Whether a number that can be a telephone stands there.
    pub reachable: bool,
    /// Numbers that cannot be one, at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<String>,
    /// Places left for a number: 00000000, XXXXXXXX, at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<String>,
    /// Numbers of the right length that look invented (an area code with zeros only), at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<String>,
}

/// What the body of a guide is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuideBody {
    /// Text that can be judged.
    Text,
    /// Nothing but images (or too little text beside them to be the guide).
    Image,
    /// Nothing but attachments.
    Attachment,
    /// Filled in by script or an inner frame.
    Script,
}
