//! The materials of a guide one by one, and whether it says in which form they are to be handed in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ego_tree::NodeId;
use regex::Regex;

use super::implied::Implied;
use super::labels::{Style, flatten, marker};
use super::lines::Line;
use super::sections::Section;
use crate::facts::{MaterialFacts, MaterialItem};
use crate::lexicon::{GUIDE_MATERIALS, Words};
use crate::standard::GuideElement;
use crate::text::first;

const MOST_ITEMS: usize = 40;
/// Lines of a list; longer ones are cut with the value of their section anyhow.
const MOST_LINES: usize = 120;

/// A piece of a list: a line, what stands behind a heading, or the cells of a row.
#[derive(Debug)]
pub(super) struct Piece {
    /// Flat text of each cell; one where it is no row.
    pub(super) cells: Vec<String>,
    /// Images in it.
    images: usize,
    /// Whether it links to a file or a page.
    links: bool,
}

impl Piece {
    fn of(line: &Line, text: String) -> Self {
        Piece {
            cells: vec![text],
            images: line.images,
            links: line.links.iter().any(|l| !l.is_void() || l.scripted),
        }
    }
}

/// The value of sections of one element as pieces, each line once.
pub(super) fn pieces(found: &[Section], element: GuideElement, lines: &[Line]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for section in found.iter().filter(|s| s.label.elements.contains(&element)) {
        if !taken.insert(section.lines.0) && section.first.is_empty() {
            continue;
        }
        let head = &lines[section.lines.0];
        let first = flatten(&section.first);
        if !first.is_empty() {
            pieces.push(Piece::of(head, first));
        }
        let own: Vec<usize> = (section.lines.0 + 1..section.lines.1).filter(|at| taken.insert(*at)).collect();
        below(&own, lines, head.row, &mut pieces);
    }
    pieces
}

/// The list below a sentence that asks for it: numbered lines up to the next heading.
pub(super) fn implied_pieces(implied: &Implied, lines: &[Line]) -> Vec<Piece> {
    let mut pieces = vec![Piece {
        cells: vec![flatten(&implied.value)],
        images: 0,
        links: false,
    }];
    let from = implied.line + 1;
    let own: Vec<usize> = (from..lines.len().min(from + MOST_LINES))
        .take_while(|at| marker(&lines[*at].flat).0.is_none_or(|m| m.style > Style::Chinese))
        .filter(|at| marker(&lines[*at].flat).0.is_some_and(|m| m.style >= Style::Digit))
        .collect();
    if !own.is_empty() {
        pieces.clear();
    }
    below(&own, lines, None, &mut pieces);
    pieces
}

fn below(own: &[usize], lines: &[Line], head_row: Option<NodeId>, pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at < own.len() && pieces.len() < MOST_LINES {
        let line = &lines[own[at]];
        let row = line.row.filter(|r| Some(*r) != head_row);
        let until = own[at..].iter().take_while(|i| row.is_some() && lines[**i].row == row).count();
        let cells: BTreeSet<Option<NodeId>> = own[at..at + until].iter().map(|i| lines[*i].cell).collect();
        if cells.len() < 2 {
            if !line.flat.is_empty() || line.images > 0 {
                pieces.push(Piece::of(line, line.flat.clone()));
            }
            at += 1;
            continue;
        }
        let mut piece = Piece {
            cells: Vec::new(),
            images: 0,
            links: false,
        };
        let mut last = None;
        for i in &own[at..at + until] {
            let line = &lines[*i];
            if last == Some(line.cell) {
                if let Some(cell) = piece.cells.last_mut() {
                    cell.push_str(&line.flat);
                }
            } else {
                piece.cells.push(line.flat.clone());
            }
            last = Some(line.cell);
            piece.images += line.images;
            piece.links |= line.links.iter().any(|l| !l.is_void() || l.scripted);
        }
        pieces.push(piece);
        at += until;
    }
}

/// Words that say in which form a material is to be handed in, or how many of it.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?i)原件|复印|复件|影印|扫描|电子|纸质|纸制|纸版|书面|正本|副本|一式|份数|核验|验原|交验|收原|影像|打印|光盘|拍照|上传|",
        r"[网线]上(?:提交|提供|报送)|[网线]上?核|U盘|pdf|jpe?g|A4|寸|[一二两三四五六七八九十叁贰壹\d][份张页套册]"
    ))
    .expect("a constant regex")
});

/// A clause that begins by speaking of all materials, up to its end.
static FOR_ALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[,。;:()])(?:[注备说明※*]+:?|\d{1,2}[.、])?(?:申请人|办理时|请|须|应|需|所|凡)*",
        "(?:(?:以上|上述|下列|以下|所有|全部|各项|各类|每项|前述)(?:申请|申报|办理|提交|提供|需|所需|报送)?|(?:申请|申报|办理|提交|提供|报送|所需))的?",
        "(?:各项|各类|有关|相关|申请|证明)?(?:材料|资料|证件|证明|文件|复印件)",
        // 办理材料：户口簿原件1份 is a heading with the first of its items.
        "[^。;:][^。;]{0,23}"
    ))
    .expect("a constant regex")
});

/// Names of documents: what ends in one of them is certainly a material.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?:身份证|身份证件|有效证件|户口[簿本薄]?|户籍|执照|许可证|资格证|上岗证|准考证|毕业证|学位证|合格证|登记证|产权证|房产证|土地证|居住证|驾驶证|行驶证|",
        "结婚证|离婚证|出生证|残疾证|军官证|护照|通行证|港澳证|证书|证明|证明书|证明材料|表|申请书|申报书|承诺书|委托书|协议书?|合同书?|意见书|决定书|通知书|",
        "照片|相片|章程|报告书?|票据|发票|收据|凭证|清单|图纸|平面图|简历|公函|介绍信|批文|批准文件|复印件|原件|判决书|调解书|公证书|说明书?)",
        r"(?:》|\([^()]*\)?|各?[一二两三\d]+[份张页套]|等)*[。;,、.]*$"
    ))
    .expect("a constant regex")
});

static NONE_NEEDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:无[。]?$|(?:申请人|本事项|办理时)?(?:无需|无须|不需要?|不用|免于?|没有)(?:提交|提供|携带|准备|出具|申请|办理)?(?:任何|其他|书面|申请|纸质)?(?:材料|资料|证件|证明))")
        .expect("a constant regex")
});

/// Reads the materials from their pieces. `headings` are the headings they stand under, `lines` the whole guide.
pub(super) fn read(pieces: &[Piece], headings: &str, lines: &[Line]) -> Option<MaterialFacts> {
    let mut facts = MaterialFacts::default();
    // The number of columns, where one of them is for the form.
    let mut columns: Option<usize> = None;
    for piece in pieces {
        facts.unread |= piece.images > 0;
        if is_column_head(&piece.cells) {
            let for_form = piece.cells.iter().any(|c| FORM_HEADS.any_in(c));
            columns = for_form.then_some(piece.cells.len());
            continue;
        }
        if piece.cells.len() > 1 {
            let text = piece.cells.iter().find(|c| c.chars().any(char::is_alphabetic));
            let Some(text) = text else { continue };
            let said = piece.cells.iter().any(|c| FORM.is_match(c)) || columns == Some(piece.cells.len());
            // A row with blank cells under a head that has a column for it: which cell is blank was not kept.
            facts.unread |= !said && columns.is_some();
            push(&mut facts, text, said);
            continue;
        }
        for text in parts(&piece.cells[0]) {
            if NONE_NEEDED.is_match(&text[marker(text).1..]) {
                facts.none_needed = true;
                continue;
            }
            // 详见附件 with a link leads to a list that was not read; 《申请表》（见附件1） only to the form.
            let points = ["详见", "见附", "附件", "点击"].iter().any(|w| text.contains(w));
            facts.unread |= piece.links && points && !NAMED.is_match(text);
            push(&mut facts, text, FORM.is_match(text));
        }
    }
    let remark = |text: &str| FOR_ALL.find_iter(text).any(|m| FORM.is_match(m.as_str()));
    facts.form_for_all = FORM.is_match(&flatten(headings)) || lines.iter().take(2_000).any(|l| remark(&l.flat));
    (!facts.items.is_empty() || facts.none_needed || facts.unread).then_some(facts)
}

fn push(facts: &mut MaterialFacts, text: &str, form: bool) {
    let (_, from) = marker(text);
    let words = text[from..].trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '《' | '》'));
    // 申请人为个人的: a heading inside the list; 2 characters name nothing.
    let heading = text.ends_with(':') || words.ends_with('的');
    if facts.items.len() >= MOST_ITEMS || words.chars().filter(|c| c.is_alphabetic()).count() < 2 || (heading && !form) {
        return;
    }
    facts.items.push(MaterialItem {
        text: first(words, 60).to_owned(),
        form,
        named: words.chars().count() <= 60 && NAMED.is_match(words),
    });
}

/// Words of the heads of columns, and of those of a column for the form.
static HEADS: Words = Words::used(GUIDE_MATERIALS, "head");
static FORM_HEADS: Words = Words::used(GUIDE_MATERIALS, "form-head");

/// 序号, 材料名称, 份数: the heads of columns and nothing else.
fn is_column_head(cells: &[String]) -> bool {
    let head = |c: &String| c.chars().count() <= 12 && HEADS.any_in(c);
    let names = cells.iter().any(|c| ["名称", "材料", "资料"].iter().any(|w| c.ends_with(w)));
    cells.len() > 1 && names && cells.iter().all(head) && !cells.iter().any(|c| c.chars().any(|c| c.is_ascii_digit()))
}

/// A line as its items: parted by ; and 。 and by the numbers in it.
pub(super) fn parts(flat: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for piece in flat.split([';', '。']) {
        let mut from = 0;
        let mut number = marker(piece).0.map(|m| (m.style, m.number));
        for (at, c) in piece.char_indices().skip(1) {
            let begins = c.is_ascii_digit() || matches!(c, '(' | '①'..='⑩');
            let before = piece[..at].chars().next_back();
            if !begins || before.is_some_and(|b| b.is_ascii_digit() || b == '(') {
                continue;
            }
            if let (Some((style, last)), Some(next)) = (number, marker(&piece[at..]).0)
                && next.style == style
                && next.number == last + 1
            {
                parts.push(&piece[from..at]);
                from = at;
                number = Some((style, next.number));
            }
        }
        parts.push(&piece[from..]);
    }
    parts.retain(|p| !p.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn materials(text: &[&str]) -> MaterialFacts {
        let lines: Vec<Line> = text.iter().map(|l| Line::of(l)).collect();
        let found = super::super::sections::read(&lines, true);
        let pieces = pieces(&found, GuideElement::Materials, &lines);
        read(&pieces, "", &lines).unwrap_or_default()
    }

    fn forms(text: &[&str]) -> Vec<bool> {
        materials(text).items.iter().map(|i| i.form).collect()
    }

    #[test]
    fn every_item_is_seen_with_its_form() {
        assert_eq!(
            forms(&["办理材料：", "1.居民身份证原件", "2.户口簿", "3.近期二寸照片2张", "办理流程：申请"]),
            [true, false, true]
        );
        assert_eq!(forms(&["办理材料：1.居民身份证；2.户口簿复印件。3.照片"]), [false, true, false]);
        assert_eq!(forms(&["办理材料：（1）居民身份证（2）户口簿（电子档）"]), [false, true]);
        assert_eq!(forms(&["办理材料", "申请人为个人的：", "身份证一式两份"]), [true]);
    }

    #[test]
    fn a_remark_may_speak_for_all() {
        for remark in [
            "以上材料均需复印件一份",
            "上述证件须提供原件核验",
            "提交的材料一式两份",
            "所有资料请用A4纸打印",
            "备注：申请材料均为电子版",
        ] {
            assert!(materials(&["办理材料：", "1.身份证", "2.户口簿", remark]).form_for_all, "{remark}");
        }
        assert!(!materials(&["办理材料：", "1.身份证原件", "2.户口簿"]).form_for_all);
        assert!(!materials(&["办理材料：身份证原件1份；户口簿"]).form_for_all);
    }

    #[test]
    fn documents_are_known_by_their_names() {
        let named = |text: &str| materials(&[&format!("办理材料：{text}")]).items.first().is_some_and(|i| i.named);
        for text in [
            "居民身份证",
            "《居住证申领表》",
            "房屋租赁合同",
            "身体条件证明",
            "户口簿（本人页）",
            "营业执照等",
        ] {
            assert!(named(text), "{text}");
        }
        for text in ["会议材料贯彻落实透明防范安全至上", "检查交通安全办理预约提示", "请按窗口要求准备"]
        {
            assert!(!named(text), "{text}");
        }
    }

    #[test]
    fn a_list_behind_a_link_is_unread_and_a_form_is_not() {
        let with_link = |text: &str| {
            let mut line = Line::of(&format!("办理材料：{text}"));
            line.links.push(super::super::lines::LineLink {
                text: "附件1".into(),
                href: "1.doc".into(),
                scripted: false,
            });
            let lines = [line];
            let found = super::super::sections::read(&lines, true);
            read(&pieces(&found, GuideElement::Materials, &lines), "", &lines).unwrap_or_default()
        };
        assert!(with_link("材料目录详见附件1").unread);
        let form = with_link("《居住证申领表》（见附件1）");
        assert!(!form.unread && form.items[0].named && !form.items[0].form, "{form:?}");
    }

    #[test]
    fn nothing_to_hand_in() {
        for text in ["无需提交材料", "申请人无需提供任何材料。", "不需要提交资料", "免提交材料"] {
            assert!(materials(&[&format!("办理材料：{text}")]).none_needed, "{text}");
        }
        assert!(!materials(&["办理材料：身份证（无需复印）"]).none_needed);
    }
}
