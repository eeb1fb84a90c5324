//! What is right although it looks like a slip: the shipped list's and the user's own.

use super::entry::Entry;

/// One entry of a list.
#[derive(Debug)]
struct Exception {
    /// The strings it stands for: `从严治[军警]` is two.
    forms: Vec<String>,
    /// Which of the user's own it is.
    own: Option<usize>,
}

/// All entries.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    all: Vec<Exception>,
    own: Vec<Entry>,
}

impl Exceptions {
    /// Takes in an entry of the shipped list.
    pub(super) fn add(&mut self, text: &str) {
        self.all.push(Exception {
            forms: forms(text),
            own: None,
        });
    }

    /// Takes in an entry of the user's own.
    pub(super) fn add_own(&mut self, entry: Entry) {
        self.all.push(Exception {
            forms: forms(&entry.text),
            own: Some(self.own.len()),
        });
        self.own.push(entry);
    }

    /// The user's own entries.
    pub(super) fn own(&self) -> &[Entry] {
        &self.own
    }

    /// Whether what is said of `wrong`, for which `meant` was meant, lies within something that is right wherever it stands in the text.
    /// Says which of the user's own entries are the reason.
    pub(super) fn excuse(&self, text: &str, wrong: &str, meant: &str, used: &mut dyn FnMut(usize)) -> bool {
        if wrong.is_empty() {
            return false;
        }
        let (from, to) = core(wrong, meant);
        let places: Vec<(usize, usize)> = text.match_indices(wrong).map(|(at, _)| (at + from, at + to)).collect();
        let covers = |form: &String| {
            let mut stands = text.match_indices(form.as_str());
            stands.any(|(at, _)| places.iter().any(|(from, to)| at <= *from && *to <= at + form.len()))
        };
        let mut excused = false;
        for exception in self.all.iter().filter(|e| e.forms.iter().any(covers)) {
            excused = true;
            exception.own.into_iter().for_each(&mut *used);
        }
        excused
    }
}

/// The bytes of `wrong` in which it differs from what was meant; where something is missing, the characters on both sides; where
/// something stands twice, both.
fn core(wrong: &str, meant: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let ahead: usize = wrong.chars().zip(meant.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let rest = (&wrong[ahead..], &meant[ahead..]);
    let behind: usize = rest
        .0
        .chars()
        .rev()
        .zip(rest.1.chars().rev())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (from, to) = (ahead, wrong.len() - behind);
    let before = wrong[..from].chars().next_back();
    if from < to {
        let twice = before.filter(|c| wrong[from..to].chars().eq([*c]));
        return (from - twice.map_or(0, char::len_utf8), to);
    }
    let after = wrong[to..].chars().next();
    (from - before.map_or(0, char::len_utf8), to + after.map_or(0, char::len_utf8))
}

/// An entry that stands for more strings than this is no entry.
pub(super) const MOST_FORMS: usize = 1_000;

/// For how many strings an entry stands.
pub(super) fn forms_of(text: &str) -> usize {
    let mut rest = text;
    let mut count = 1usize;
    while let Some((_, choice, after)) = choice(rest) {
        count = count.saturating_mul(choice.chars().count());
        rest = after;
    }
    count
}

/// What stands before the first brackets, in them, and after.
fn choice(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (choice, after) = rest.split_once(']')?;
    Some((before, choice, after))
}

/// The strings that an entry stands for: of what stands in brackets each character by turns.
fn forms(text: &str) -> Vec<String> {
    let mut rest = text;
    let mut forms = vec![String::new()];
    while let Some((before, choice, after)) = choice(rest) {
        let mut grown = Vec::with_capacity(forms.len() * choice.chars().count());
        for mut form in forms {
            form.push_str(before);
            let mut choice = choice.chars();
            let last = choice.next_back();
            grown.extend(choice.map(|c| format!("{form}{c}")));
            // The last one takes the string itself: what has no choice is copied nowhere.
            if let Some(c) = last {
                form.push(c);
                grown.push(form);
            }
        }
        forms = grown;
        rest = after;
    }
    for form in &mut forms {
        form.push_str(rest);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excused(entry: &str, text: &str, wrong: &str, meant: &str) -> bool {
        let mut exceptions = Exceptions::default();
        exceptions.add(entry);
        exceptions.excuse(text, wrong, meant, &mut |_| {})
    }

    #[test]
    fn an_entry_excuses_what_differs_inside_it() {
        // A part of the phrase is enough, as long as it holds what differs.
        assert!(excused(
            "海关关境",
            "《中华人民共和国海关关境规定》",
            "中华人民共和国海关关",
            "中华人民共和国海关法"
        ));
        assert!(excused("公共服务项目", "公共服务项目", "公共服务项", "公共服务事项"));
        assert!(!excused(
            "人民共和国",
            "中华人民共合国和人民共和国",
            "中华人民共合国",
            "中华人民共和国"
        ));
        // What stands elsewhere in the sentence excuses nothing.
        assert!(!excused("地方分局", "同案分局与地方分局", "同案分局", "同安分局"));
        // A character stands twice: the whole term inside a longer one excuses nothing.
        assert!(!excused("国家副主席", "国国家副主席", "国国家副主席", "国家副主席"));
        assert!(excused("共和国国徽", "中华人民共和国国徽", "中华人民共和国国", "中华人民共和国"));
        // Something is missing: both sides of the gap must lie inside.
        assert!(excused("中国现代化", "在中国现代化进程中", "中国现代化", "中国式现代化"));
        assert!(!excused("现代化进程", "在中国现代化进程中", "中国现代化", "中国式现代化"));
    }

    #[test]
    fn brackets_stand_for_each_of_their_characters() {
        assert_eq!(forms("从严治[军警]"), ["从严治军", "从严治警"]);
        assert_eq!(forms("[村厂]务公[开示]").len(), 4);
        assert_eq!(forms_of("[村厂]务公[开示]"), 4);
        assert_eq!(forms("通办]["), ["通办]["]);
        // Brackets without a choice, by the hundred thousand.
        let long = "[一]".repeat(100_000);
        assert_eq!((forms_of(&long), forms(&long).len()), (1, 1));
        assert!(excused("从严治[军警]", "坚持从严治警", "从严治警", "从严治党"));
    }
}
