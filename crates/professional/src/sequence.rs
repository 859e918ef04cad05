//! The order in which a claim's lines go out.

use ligature_claim::Claim;

/// Lines in the order of the schedule, by their places counted from 0; none if they are in it already. `sequence` gives
/// the lines by their numbers ([`ligature_claim::price::Priced::sequence`]). A line changes places only with lines of its
/// own day: ranks are the day's, and days keep their order. A claim in which a number occurs twice, or to which the
/// sequence does not answer line by line, stays as it is.
#[must_use]
pub fn order(claim: &Claim, sequence: &[u32]) -> Option<Vec<usize>> {
    let numbers: Vec<u32> = claim.lines.iter().map(|l| l.line).collect();
    let ranked: Vec<usize> = sequence
        .iter()
        .filter_map(|n| numbers.iter().position(|number| number == n))
        .collect();
    let mut each = ranked.clone();
    each.sort_unstable();
    if !each.into_iter().eq(0..numbers.len()) {
        return None;
    }
    let day = |at: usize| claim.lines.get(at).map(|l| l.date_of_service);
    let mut taken = vec![false; ranked.len()];
    let order: Vec<usize> = (0..ranked.len())
        .filter_map(|place| {
            let mut free = ranked.iter().copied();
            let at = free
                .find(|at| day(*at) == day(place) && taken.get(*at).is_some_and(|taken| !taken))?;
            *taken.get_mut(at)? = true;
            Some(at)
        })
        .collect();
    let moved = order.iter().copied().ne(0..numbers.len());
    (moved && order.len() == numbers.len()).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_claim::Line;

    fn check(lines: &[(u32, &str)], sequence: &[u32], wanted: Option<&[usize]>) {
        let lines = lines.iter().map(|(number, day)| Line {
            line: *number,
            date_of_service: Some(day.parse().unwrap()),
            ..Line::default()
        });
        let claim = Claim {
            lines: lines.collect(),
            ..Claim::default()
        };
        assert_eq!(order(&claim, sequence).as_deref(), wanted);
    }

    #[test]
    fn lines_go_by_rank_within_their_day() {
        let [first, second] = ["2024-08-14", "2024-08-15"];
        check(
            &[(1, first), (2, first), (3, first)],
            &[2, 3, 1],
            Some(&[1, 2, 0]),
        );
        check(&[(1, first), (2, first)], &[1, 2], None);
        // the higher value of the second day stays on its day
        check(
            &[(1, first), (2, second), (3, second)],
            &[3, 1, 2],
            Some(&[0, 2, 1]),
        );
        check(&[(1, first), (2, second)], &[2, 1], None);
        // days that alternate keep their places
        check(
            &[(1, first), (2, second), (3, first), (4, second)],
            &[4, 3, 2, 1],
            Some(&[2, 3, 0, 1]),
        );
    }

    #[test]
    fn what_is_not_answered_line_by_line_stays() {
        let day = "2024-08-14";
        check(&[(1, day), (1, day)], &[1, 1], None);
        check(&[(1, day), (2, day)], &[2], None);
        check(&[(1, day), (2, day)], &[2, 7], None);
        check(&[], &[], None);
    }
}
