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
}

impl GuideFacts {
    /// A guide in which nothing stands.
    pub fn blank(body: GuideBody) -> Self {
        GuideFacts {
            name: None,
            elements: BTreeMap::new(),
            empty: Vec::new(),
            forms: Vec::new(),
            body,
        }
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
