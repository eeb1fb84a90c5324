//! The draw of a spot check (季抽查).

use std::collections::HashSet;

use crate::draw::ticket;
use crate::finding::{Draw, DrawRow};

/// How many subsites are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// So many.
    Count(usize),
    /// This share of them, in percent, rounded up.
    Percent(f64),
}

impl Size {
    fn of(self, all: usize) -> usize {
        match self {
            Size::Count(count) => count.min(all),
            Size::Percent(percent) => ((all as f64 * percent.clamp(0.0, 100.0) / 100.0).ceil() as usize).min(all),
        }
    }
}

/// Draws so many of the subsites (id, name) and adds every one that failed last time.
///
/// The lowest `ticket`s of seed and id are drawn: the order of the subsites does not matter, and a site that joins the
/// group moves no other site's ticket.
pub fn draw(subsites: &[(String, String)], size: Size, seed: u64, failed_last_time: &HashSet<String>) -> Draw {
    let mut rows: Vec<DrawRow> = subsites
        .iter()
        .map(|(id, name)| DrawRow {
            site: id.clone(),
            name: name.clone(),
            ticket: ticket(seed, id),
            outcome: String::new(),
        })
        .collect();
    rows.sort_by(|a, b| (a.ticket, &a.site).cmp(&(b.ticket, &b.site)));
    let count = size.of(rows.len());
    for (place, row) in rows.iter_mut().enumerate() {
        row.outcome = match (place < count, failed_last_time.contains(&row.site)) {
            (true, _) => "drawn".into(),
            (false, true) => "failed_last_time".into(),
            (false, false) => "not_drawn".into(),
        };
    }
    let percent = match size {
        Size::Percent(percent) => percent.round() as u32,
        Size::Count(_) => (count * 100).div_ceil(rows.len().max(1)) as u32,
    };
    Draw { seed, percent, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subsites(n: usize) -> Vec<(String, String)> {
        (0..n).map(|i| (format!("s{i}"), format!("分局{i}"))).collect()
    }

    fn taken(draw: &Draw, outcome: &str) -> Vec<String> {
        draw.rows.iter().filter(|r| r.outcome == outcome).map(|r| r.site.clone()).collect()
    }

    #[test]
    fn thirty_percent_of_eight_is_three() {
        assert_eq!(
            taken(&draw(&subsites(8), Size::Percent(30.0), 7, &HashSet::new()), "drawn").len(),
            3
        );
        assert_eq!(taken(&draw(&subsites(8), Size::Percent(0.0), 7, &HashSet::new()), "drawn").len(), 0);
        assert_eq!(
            taken(&draw(&subsites(8), Size::Percent(100.0), 7, &HashSet::new()), "drawn").len(),
            8
        );
        assert!(draw(&[], Size::Count(3), 7, &HashSet::new()).rows.is_empty());
    }

    #[test]
    fn the_seed_alone_decides() {
        let mut turned = subsites(8);
        turned.reverse();
        assert_eq!(
            draw(&subsites(8), Size::Percent(30.0), 7, &HashSet::new()),
            draw(&turned, Size::Percent(30.0), 7, &HashSet::new())
        );
        let draws: HashSet<Vec<String>> = (0..20)
            .map(|seed| taken(&draw(&subsites(8), Size::Percent(30.0), seed, &HashSet::new()), "drawn"))
            .collect();
        assert!(draws.len() > 10, "different seeds draw different sites");
    }

    #[test]
    fn a_site_that_failed_is_taken_besides() {
        let all = draw(&subsites(8), Size::Percent(30.0), 7, &HashSet::new());
        let unlucky = taken(&all, "not_drawn")[0].clone();
        let again = draw(&subsites(8), Size::Percent(30.0), 7, &HashSet::from([unlucky.clone()]));
        assert_eq!(taken(&again, "failed_last_time"), vec![unlucky]);
        assert_eq!(taken(&again, "drawn").len(), 3);
    }
}
