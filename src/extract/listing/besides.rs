//! What stands on a page besides its text: parts of a template, empty lists, pictures, fields.

use crate::extract::outline::{Outline, Run, Tag, Zone};
use crate::text::unspaced;

/// Side of a picture that is no icon and no button, in pixels: signs of footers have up to 80.
const PICTURE: u32 = 100;

/// Side of a picture that is no code to be scanned either, in pixels: those have up to 160.
const LARGE: u32 = 180;

/// The file of a picture, also where a script puts it in when it comes into view.
fn file_of(outline: &Outline<'_>, img: usize) -> String {
    let late = ["data-original", "data-src", "data-lazy", "_src"];
    let file = late
        .iter()
        .find_map(|name| outline.attr(img, name))
        .or_else(|| outline.attr(img, "src"));
    file.unwrap_or_default().to_ascii_lowercase()
}

/// Whether the file of a picture is a photograph's.
fn is_photograph(outline: &Outline<'_>, img: usize) -> bool {
    let file = file_of(outline, img);
    file.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "jpg" | "jpeg"))
}

/// Whether a picture is a code to be scanned or a sign, by its name.
pub(super) fn is_sign(outline: &Outline<'_>, img: usize) -> bool {
    let alt = outline.attr(img, "alt").unwrap_or_default();
    let file = file_of(outline, img);
    let file = file.rsplit('/').next().unwrap_or_default();
    ["微信", "二维码", "公众号"].iter().any(|word| alt.contains(word))
        || ["ewm", "weixin", "qrcode", "erweima", "logo"]
            .iter()
            .any(|word| file.contains(word))
        || file.starts_with("wx")
}

/// Least width and greatest height of a banner over a page, in pixels: those of the ten real sites are 960 to 1,100 wide and up
/// to 200 high; a chart of that width is higher.
const BANNER: (u32, u32) = (900, 240);

/// Side of a frame, in pixels, that shows something of its own.
const FRAME: u32 = 150;

/// What stands on the page besides text.
#[derive(Debug, Default)]
pub(super) struct Besides {
    /// Structural elements.
    pub(super) parts: usize,
    /// Whether a header, menu or footer is marked as such.
    pub(super) marks: bool,
    pub(super) crumb: bool,
    pub(super) column_label: bool,
    pub(super) empty_list: bool,
    /// Whether a table stands there without a word.
    pub(super) empty_table: bool,
    pub(super) media: bool,
    pub(super) form: bool,
    pub(super) template: bool,
    pub(super) app_root: bool,
    /// Pictures that lead to a page, behind 当前位置.
    pub(super) linked_pictures: usize,
    /// Pictures larger than a sign, behind 当前位置.
    pub(super) pictures: usize,
    /// Those of them that are as wide as a page and low.
    pub(super) banners: usize,
    /// Pictures that lead nowhere and may be of any size, likewise.
    pub(super) unsized_pictures: usize,
    /// Large pictures, and those of any size that are photographs by their file: what decorates a page is small, or drawn.
    pub(super) photographs: usize,
    /// Fields to write in.
    pub(super) inputs: usize,
}

/// The width or height of a picture as its attributes or its own style give it, in pixels.
pub(super) fn side(outline: &Outline<'_>, i: usize, name: &str) -> Option<u32> {
    let pixels = |value: &str| value.trim().trim_end_matches("px").trim_end().parse().ok();
    outline.attr(i, name).and_then(pixels).or_else(|| {
        let mut declared = outline.attr(i, "style")?.split(';').filter_map(|d| d.split_once(':'));
        declared
            .find(|(property, _)| property.trim().eq_ignore_ascii_case(name))
            .and_then(|(_, value)| pixels(value))
    })
}

/// Whether a table is the head of a list and nothing under it: one row of short names of columns.
fn is_head_alone(outline: &Outline<'_>, table: usize) -> bool {
    let runs = outline.runs_of(table);
    let short = |run: &Run| !run.linked && run.chars <= 8 && !outline.text[run.span()].bytes().any(|b| b.is_ascii_digit());
    if !(3..=8).contains(&runs.len()) || !runs.iter().all(short) {
        return false;
    }
    let inside = outline.inside(table);
    let mut rows = inside.clone().take(60).filter(|el| outline.els[*el].tag == Tag::Tr);
    let cells = |row: usize| outline.children(row).filter(|el| outline.els[*el].tag == Tag::Cell).count();
    inside.len() <= 60 && rows.next().is_some_and(|row| cells(row) >= 3) && rows.all(|row| outline.runs_of(row).is_empty())
}

/// Whether an element is the frame of a list in which nothing stands.
pub(super) fn is_empty_list(outline: &Outline<'_>, el: usize) -> bool {
    let named = |name: &&str| {
        outline.attr(el, name).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            ["list", "news", "liebiao"].iter().any(|word| value.contains(word))
        })
    };
    let framed = |el: usize| match outline.els[el].element.name() {
        "ul" | "ol" | "dl" => true,
        _ => matches!(outline.els[el].tag, Tag::Div | Tag::Cell | Tag::Table | Tag::List) && ["class", "id"].iter().any(named),
    };
    outline.runs_of(el).is_empty() && framed(el)
}

impl Besides {
    /// Reads a page.
    pub(super) fn of(outline: &Outline<'_>) -> Besides {
        let mut found = Besides {
            crumb: outline.text.contains("位置：") || outline.text.contains("位置:"),
            ..Besides::default()
        };
        for (i, e) in outline.els.iter().enumerate() {
            let furniture = e.zone.any_of(Zone::FURNITURE);
            if e.zone.any_of(Zone::CRUMB) {
                found.crumb = true;
                found.linked_pictures = 0;
                found.pictures = 0;
                found.banners = 0;
                found.unsized_pictures = 0;
                found.photographs = 0;
                found.media = false;
            }
            found.marks |= e.zone.any_of(Zone::NAV.and(Zone::FOOT).and(Zone::CRUMB));
            match e.tag {
                Tag::Div | Tag::Cell | Tag::Table | Tag::List => {
                    found.parts += 1;
                    found.empty_list |= !furniture && e.element.name() == "table" && is_head_alone(outline, i);
                    if !furniture && outline.runs_of(i).is_empty() {
                        found.empty_table |= e.element.name() == "table";
                        found.empty_list |= is_empty_list(outline, i);
                        found.app_root |= matches!(outline.attr(i, "id"), Some("app" | "root" | "main-app"));
                    }
                }
                // A low or narrow one shows the weather, a counter or a strip of menu.
                Tag::Frame => {
                    found.media |= !furniture && ["width", "height"].iter().all(|s| side(outline, i, s).is_none_or(|v| v >= FRAME));
                }
                Tag::Img if !furniture => {
                    // Icons and spacers are part of the found; a picture in the content is content.
                    let sides = [side(outline, i, "width"), side(outline, i, "height")];
                    let wide = |least: u32| sides.iter().all(|side| side.is_some_and(|v| v >= least));
                    // An editor's picture stands in a paragraph of its own.
                    let in_paragraph = outline.parent(i).is_some_and(|p| outline.els[p].element.name() == "p");
                    found.pictures += usize::from(wide(PICTURE));
                    let is_banner = sides[0].is_some_and(|width| width >= BANNER.0) && sides[1].is_some_and(|height| height <= BANNER.1);
                    found.banners += usize::from(wide(PICTURE) && is_banner);
                    found.media |= wide(300) || in_paragraph && wide(PICTURE);
                    let full = outline.attr(i, "style").is_some_and(|s| unspaced(s).contains("width:100%"));
                    found.media |= full && outline.attr(i, "alt").is_some_and(|a| !a.trim().is_empty());
                    let leads = outline
                        .parent(i)
                        .filter(|p| outline.els[*p].tag == Tag::A)
                        .and_then(|a| outline.attr(a, "href"));
                    let to_a_page = |h: &str| h.len() > 1 && !h.starts_with('#') && !h.to_ascii_lowercase().starts_with("javascript:");
                    found.linked_pictures += usize::from(leads.is_some_and(to_a_page));
                    let any_size = sides.contains(&None) && leads.is_none();
                    found.unsized_pictures += usize::from(any_size);
                    let large = wide(LARGE) && !is_banner;
                    found.photographs += usize::from(large || any_size && is_photograph(outline, i) && !is_sign(outline, i));
                }
                Tag::Input => {
                    let kind = outline.attr(i, "type").unwrap_or("text");
                    found.inputs += usize::from(matches!(kind, "text" | "tel" | "email"));
                    found.form |= kind.eq_ignore_ascii_case("password");
                }
                Tag::Script => {
                    found.template |= outline
                        .attr(i, "type")
                        .is_some_and(|t| t.contains("template") || t.eq_ignore_ascii_case("text/html"));
                }
                _ => match e.element.name() {
                    "meta" => {
                        found.column_label |= outline.attr(i, "name").is_some_and(|n| n.eq_ignore_ascii_case("ColumnName"))
                            && outline.attr(i, "content").is_some_and(|c| !c.trim().is_empty());
                    }
                    "video" | "embed" | "object" | "audio" => found.media = true,
                    "textarea" => found.inputs += 2,
                    _ => {}
                },
            }
        }
        // One picture may be a banner; several that lead on are a list of people or films.
        found.media |= found.linked_pictures >= 2 || found.pictures >= 2;
        found
    }
}
