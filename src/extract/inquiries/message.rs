//! The page of one message: what was asked and when, by whom and when it was answered, and whether an answer stands there.

use jiff::civil::Date;

use super::answer;
use super::cells::date_at_start;
use super::marks::Mark;
use super::row::{note_date, office, set_status, title};
use crate::extract::outline::Outline;
use crate::facts::{Fact, InquiryFacts};
use crate::standard::{InquiryField as F, says_nothing, status_of};
use crate::text::first;

/// Places for an answer that are looked at.
const MOST_ANSWERS: usize = 20;

/// Reads the page, where it is that of one message. `headline` is the title of the page.
pub(super) fn read(outline: &Outline<'_>, marks: &[Mark], headline: Option<&str>, today: Date) -> Option<InquiryFacts> {
    let has = |field: F| marks.iter().any(|m| m.field == field);
    let dated = |m: &&Mark| date_at_start(m.line(outline), today).is_some() || super::cells::is_no_date(m.line(outline));
    let asked: Vec<&Mark> = marks
        .iter()
        .filter(|m| matches!(m.field, F::Asked | F::Both))
        .filter(dated)
        .collect();
    let answered = marks.iter().filter(|m| m.field == F::Answered).any(|m| dated(&m));
    let question = marks.iter().any(|m| m.field == F::Question && written(outline, m) >= 4);
    let answer = marks.iter().any(|m| m.field == F::Answer);
    // Several letters on one page are a list.
    let days: std::collections::BTreeSet<&str> = asked.iter().map(|m| m.line(outline)).collect();
    if days.len() > 1 {
        return None;
    }
    let certain = marks.iter().any(|m| {
        m.is_of_messages(outline)
            && matches!(
                m.field,
                F::Asked | F::Question | F::Title | F::Sender | F::Kind | F::Answer | F::Answered | F::Answerer | F::Both
            )
    });
    let asks = [!asked.is_empty() || has(F::Accepted), question, has(F::Sender), has(F::Title)];
    let answers = [answer, has(F::Answered), has(F::Answerer), has(F::Status)];
    let count = |signs: &[bool]| signs.iter().filter(|s| **s).count();
    let rests_on_days = !asked.is_empty() || answered;
    let rests_on_words = question && answer && marks.iter().any(|m| m.field == F::Question && m.is_of_messages(outline));
    let enough = count(&asks) + count(&answers) >= 3 && count(&asks) >= 1 && (count(&answers) >= 1 || question && !asked.is_empty());
    let sure = is_certain(outline, marks, today);
    if !sure && !(certain && enough && (rests_on_days || rests_on_words)) {
        return None;
    }
    Some(facts(outline, marks, headline, today))
}

/// How many characters stand behind a label.
fn written(outline: &Outline<'_>, mark: &Mark) -> usize {
    outline.text[mark.value.clone()]
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：'))
        .take(8)
        .count()
}

fn facts(outline: &Outline<'_>, marks: &[Mark], headline: Option<&str>, today: Date) -> InquiryFacts {
    let mut facts = InquiryFacts::blank();
    let mut answers: Vec<&Mark> = Vec::new();
    for mark in marks {
        let line = mark.line(outline);
        let label = &outline.text[mark.label.clone()];
        match mark.field {
            F::Title if facts.title.is_none() => facts.title = title(line),
            F::Asked | F::Answered => note_date(&mut facts, mark.field, label, first_words(line), today),
            F::Both => {
                let dates = super::cells::dates_in(line, None, today);
                if let Some(asked) = dates.first() {
                    facts.asked = Fact::Known(*asked);
                }
                if let Some(answered) = dates.get(1) {
                    facts.answered = Fact::Known(*answered);
                }
            }
            F::Answerer if !line.is_empty() && !says_nothing(line) => facts.answerer = Fact::Known(office(line)),
            F::Status => set_status(&mut facts, line, Some(label)),
            F::Answer if status_of(line, None).is_some() && !says_nothing(line) => set_status(&mut facts, line, None),
            F::Answer if answers.len() < MOST_ANSWERS => answers.push(mark),
            _ => {}
        }
    }
    // What should be the day and is none is not made up for by another.
    if facts.asked.known().is_none() && facts.no_dates.is_empty() {
        let fallback = |wanted: &dyn Fn(&Mark) -> bool| {
            marks
                .iter()
                .filter(|m| wanted(m))
                .find_map(|m| date_at_start(m.line(outline), today))
        };
        let published = |m: &Mark| m.field == F::Other && outline.text[m.label.clone()].contains("发布");
        // 受理时间, then 发布时间: neither can lie before the day it was asked.
        if let Some(day) = fallback(&|m| m.field == F::Accepted).or_else(|| fallback(&published)) {
            facts.asked = Fact::Known(day);
        }
    }
    if facts.title.is_none() {
        facts.title = headline.and_then(title);
    }
    let read: Vec<_> = answers.iter().map(|m| answer::read(outline, m)).collect();
    facts.answer = answer::joined(&read);
    let signed = answers.iter().map(|m| answer::signature(outline, m, today));
    for signature in signed {
        if let (Fact::Unknown(_), Some(day)) = (&facts.answered, signature.day) {
            facts.answered = Fact::Known(day);
        }
        if let (Fact::Unknown(_), Some(name)) = (&facts.answerer, signature.office) {
            facts.answerer = Fact::Known(name);
        }
    }
    if facts.answerer.known().is_none()
        && let Some(name) = answer::heading_office(outline)
    {
        facts.answerer = Fact::Known(name);
        // 鹭岛市公安局 回复：text is an answer, whatever else is labelled.
        if facts.answer.known().is_none() {
            facts.answer = Fact::Known(true);
        }
    }
    if answers.is_empty() && answer::stands_behind(outline, marks) {
        facts.answer = Fact::Known(true);
    }
    if facts.status.known().is_none() && answers.is_empty() && facts.answer.known().is_none() {
        let words = answer::unlabelled(outline);
        match words.iter().find(|w| status_of(w, None).is_some()) {
            // Two words that disagree say nothing: one may be a button, or of another message.
            Some(word)
                if words
                    .iter()
                    .all(|w| status_of(w, None).is_none_or(|s| Some(s) == status_of(word, None))) =>
            {
                set_status(&mut facts, word, None);
            }
            None if !words.is_empty() => facts.answer = Fact::Known(false),
            _ => {}
        }
    }
    super::row::finish_row(&mut facts);
    facts
}

/// Whether the page is that of one message beyond doubt, whatever list stands beside it: one day and one question.
pub(super) fn is_certain(outline: &Outline<'_>, marks: &[Mark], today: Date) -> bool {
    let days = marks
        .iter()
        .filter(|m| m.field == F::Asked && m.is_of_messages(outline) && date_at_start(m.line(outline), today).is_some());
    let mut questions = marks.iter().filter(|m| m.field == F::Question && written(outline, m) >= 4);
    days.count() == 1 && questions.next().is_some() && questions.next().is_none()
}

/// A line without what is labelled behind it in the same line is its beginning: no date stands past 40 characters.
fn first_words(line: &str) -> &str {
    first(line, 40)
}
