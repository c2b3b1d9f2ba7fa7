//! Pairs of bars, drawn by the server: the list in force beside the draft.

/// The room of the drawing, in its own units; it stretches to its place.
const WIDTH: u64 = 1_000;
const HEIGHT: u64 = 160;

/// A drawing of pairs.
pub(crate) struct Chart {
    pub(crate) bars: Vec<Bar>,
    pub(crate) width: u64,
    pub(crate) height: u64,
    /// The highest number in it.
    pub(crate) most: u64,
}

/// One bar.
pub(crate) struct Bar {
    pub(crate) x: u64,
    pub(crate) y: u64,
    pub(crate) width: u64,
    pub(crate) height: u64,
    /// Whether it is the draft's.
    pub(crate) tried: bool,
}

impl Chart {
    /// Draws pairs: the list in force, and the draft.
    pub(super) fn of(pairs: &[[u64; 2]]) -> Self {
        let most = pairs.iter().flatten().copied().max().unwrap_or_default();
        let scale = most.max(1);
        // A third of each place stays free between two pairs.
        let step = WIDTH * 3 / (pairs.len().max(1) as u64);
        let bar = |place: usize, second: usize, count: u64| {
            let height = (count * HEIGHT).div_ceil(scale);
            Bar {
                x: (place as u64 * step + second as u64 * step / 3) / 3,
                y: HEIGHT - height,
                width: (step / 9).max(1),
                height,
                tried: second == 1,
            }
        };
        let places = pairs.iter().enumerate();
        let bars = places
            .flat_map(|(place, pair)| {
                let both = pair.iter().enumerate();
                both.map(move |(second, count)| bar(place, second, *count))
            })
            .filter(|bar| bar.height > 0)
            .collect();
        Self {
            bars,
            width: WIDTH,
            height: HEIGHT,
            most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_room_and_nothing_leaves_it() {
        let pairs: Vec<[u64; 2]> = (0..260).map(|n| [n % 17, n % 5]).collect();
        let chart = Chart::of(&pairs);
        assert_eq!(chart.most, 16);
        assert!(chart.bars.iter().any(|bar| bar.y == 0));
        for bar in &chart.bars {
            assert!(bar.x + bar.width <= WIDTH && bar.y + bar.height == HEIGHT);
        }
    }

    #[test]
    fn nothing_draws_nothing() {
        assert!(Chart::of(&[]).bars.is_empty());
        assert!(Chart::of(&[[0, 0]]).bars.is_empty());
    }
}
