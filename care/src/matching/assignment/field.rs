use super::price::{DEAREST, Price};
use super::{Grid, Wave};
use crate::ids::{CaseId, PersonId};

/// A supporter with room for so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The supporter.
    pub person: PersonId,
    /// How many at most.
    pub room: u32,
}

/// A colleague who needs somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The case.
    pub case: CaseId,
    /// How soon.
    pub wave: Wave,
}

/// Who needs somebody, who has room, and what each pair costs.
#[derive(Clone, Debug)]
pub struct Field {
    /// Those who need somebody.
    pub demands: Vec<Demand>,
    /// Those who have room.
    pub seats: Vec<Seat>,
    /// By demand, then by seat; none where the two cannot be together.
    prices: Vec<Option<Price>>,
}

/// Who gets whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// For each demand the seat; none for those who could not be given to anybody.
    pub given: Vec<Option<usize>>,
}

/// What each further colleague of one supporter costs more, so that the work spreads.
const STEP: Price = 25;
/// From how many on the next one costs no more.
const STEPS: u32 = 200;

impl Field {
    /// A field with the price of each pair; a price above the dearest becomes that.
    pub fn new(
        demands: Vec<Demand>,
        seats: Vec<Seat>,
        price: impl Fn(usize, usize) -> Option<Price>,
    ) -> Self {
        let pairs = (0..demands.len()).flat_map(|row| (0..seats.len()).map(move |at| (row, at)));
        let prices = pairs
            .map(|(row, at)| price(row, at).map(|price| price.min(DEAREST)))
            .collect();
        Self {
            demands,
            seats,
            prices,
        }
    }

    /// How many places there are, as far as they can be filled.
    pub fn places(&self) -> usize {
        let rooms = self.seats.iter().map(|seat| self.room(seat) as usize);
        rooms.fold(0, usize::saturating_add)
    }

    /// How much room of a seat can be filled at all.
    pub(super) fn room(&self, seat: &Seat) -> u32 {
        let most = u32::try_from(self.demands.len()).unwrap_or(u32::MAX);
        seat.room.min(most)
    }

    /// What a pair costs; none where the two cannot be together, or are not there.
    pub fn price(&self, demand: usize, seat: usize) -> Option<Price> {
        if seat >= self.seats.len() {
            return None;
        }
        let place = demand.checked_mul(self.seats.len())?.checked_add(seat)?;
        self.prices.get(place).copied().flatten()
    }

    /// What the place of a supporter costs beside the pair: the first nothing, each next one more.
    pub(super) fn step(place: u32) -> u64 {
        u64::from(STEP) * u64::from(place.min(STEPS))
    }

    /// What it costs to leave a demand to nobody: more than all pairs together can save.
    ///
    /// The sooner somebody is to be called, the dearer. Twice and three times are enough for the
    /// waves to come strictly one before the other: which sets of people can all be served forms a
    /// matroid, so serving one who is in more of a hurry never costs more than one other.
    pub fn nobody(&self, wave: Wave) -> u64 {
        let dearest = u64::from(DEAREST) + Self::step(STEPS) + 1;
        let whole = dearest.saturating_mul(self.demands.len() as u64 + 1);
        let times = match wave {
            Wave::First => 3,
            Wave::Second => 2,
            Wave::Third => 1,
        };
        whole.saturating_mul(times)
    }

    /// The same as a square of whole numbers, for a library that solves it.
    pub fn grid(&self) -> Grid {
        Grid::of(self)
    }

    /// What a plan costs in all; none when it breaks a rule.
    pub fn cost(&self, plan: &Plan) -> Option<u64> {
        if plan.given.len() != self.demands.len() {
            return None;
        }
        let mut taken = vec![0_u32; self.seats.len()];
        let mut sum = 0_u64;
        for (row, (given, demand)) in plan.given.iter().zip(&self.demands).enumerate() {
            let Some(seat) = *given else {
                sum = sum.saturating_add(self.nobody(demand.wave));
                continue;
            };
            let price = self.price(row, seat)?;
            let place = taken.get_mut(seat)?;
            if *place >= self.seats.get(seat)?.room {
                return None;
            }
            sum = sum.saturating_add(u64::from(price) + Self::step(*place));
            *place += 1;
        }
        Some(sum)
    }
}

impl Plan {
    /// The demands that nobody has.
    pub fn unmet(&self) -> impl Iterator<Item = usize> {
        let rows = self.given.iter().enumerate();
        rows.filter_map(|(row, given)| given.is_none().then_some(row))
    }

    /// The demands of one seat.
    pub fn of(&self, seat: usize) -> impl Iterator<Item = usize> {
        let rows = self.given.iter().enumerate();
        rows.filter_map(move |(row, given)| (*given == Some(seat)).then_some(row))
    }
}
