//! What two texts have in common at their ends.

/// How many characters two texts begin with alike, and how many of the rest they end with alike.
pub(super) fn alike(one: &[char], other: &[char]) -> (usize, usize) {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let ends = one[head..].iter().rev().zip(other[head..].iter().rev());
    (head, ends.take_while(|(a, b)| a == b).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_is_counted_once() {
        let of = |one: &str, other: &str| {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            alike(&chars(one), &chars(other))
        };
        assert_eq!(of("推进攻府", "推进政府"), (2, 1));
        assert_eq!(of("部部署", "部署"), (1, 1));
        assert_eq!(of("部署", "部署"), (2, 0));
        assert_eq!(of("", "部署"), (0, 0));
    }
}
