//! The draw of a spot check (季抽查).

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use crate::finding::{Draw, DrawRow};

/// Draws `percent` of the subsites (id, name), rounded up, and adds every one that failed last time.
///
/// Each subsite gets a ticket, the first eight bytes of SHA-256 over `seed:id`; the lowest tickets are drawn. So the
/// draw needs nothing but the seed and the ids, does not depend on their order, and a site that joins the group moves
/// no other site's ticket.
pub fn draw(subsites: &[(String, String)], percent: u32, seed: u64, failed_last_time: &HashSet<String>) -> Draw {
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
    let count = (rows.len() * percent.min(100) as usize).div_ceil(100);
    for (place, row) in rows.iter_mut().enumerate() {
        row.outcome = match (place < count, failed_last_time.contains(&row.site)) {
            (true, _) => "drawn".into(),
            (false, true) => "failed_last_time".into(),
            (false, false) => "not_drawn".into(),
        };
    }
    Draw { seed, percent, rows }
}

fn ticket(seed: u64, id: &str) -> u64 {
    let hash = Sha256::digest(format!("{seed}:{id}"));
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
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
        assert_eq!(taken(&draw(&subsites(8), 30, 7, &HashSet::new()), "drawn").len(), 3);
        assert_eq!(taken(&draw(&subsites(8), 0, 7, &HashSet::new()), "drawn").len(), 0);
        assert_eq!(taken(&draw(&subsites(8), 100, 7, &HashSet::new()), "drawn").len(), 8);
        assert!(draw(&[], 30, 7, &HashSet::new()).rows.is_empty());
    }

    #[test]
    fn the_seed_alone_decides() {
        let mut turned = subsites(8);
        turned.reverse();
        assert_eq!(draw(&subsites(8), 30, 7, &HashSet::new()), draw(&turned, 30, 7, &HashSet::new()));
        let draws: HashSet<Vec<String>> = (0..20)
            .map(|seed| taken(&draw(&subsites(8), 30, seed, &HashSet::new()), "drawn"))
            .collect();
        assert!(draws.len() > 10, "different seeds draw different sites");
    }

    #[test]
    fn a_site_that_failed_is_taken_besides() {
        let all = draw(&subsites(8), 30, 7, &HashSet::new());
        let unlucky = taken(&all, "not_drawn")[0].clone();
        let again = draw(&subsites(8), 30, 7, &HashSet::from([unlucky.clone()]));
        assert_eq!(taken(&again, "failed_last_time"), vec![unlucky]);
        assert_eq!(taken(&again, "drawn").len(), 3);
    }
}
