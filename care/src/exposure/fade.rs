//! How much of a weight is left after a while, in whole numbers only.
//!
//! Floating point would give a nudge on one machine and none on another.

use super::{Decay, MilliPoints};

/// Milliseconds in a day of 24 hours.
pub(crate) const DAY: u64 = 86_400_000;

/// 2 to the power of -1/2, -1/4, -1/8 and so on, as fractions of 2^32.
const ROOTS: [u64; 12] = [
    3_037_000_500,
    3_611_622_603,
    3_938_502_376,
    4_112_874_773,
    4_202_935_003,
    4_248_701_965,
    4_271_771_996,
    4_283_353_945,
    4_289_156_690,
    4_292_061_010,
    4_293_513_907,
    4_294_240_540,
];

/// What is left of `weight` at this age; the window is checked by the caller.
pub(crate) fn left(weight: MilliPoints, age: u64, window: u64, decay: Decay) -> MilliPoints {
    match decay {
        Decay::None => weight,
        Decay::Linear => scaled(weight, window.saturating_sub(age), window),
        Decay::HalfLife { days: 0 } => {
            if age == 0 {
                weight
            } else {
                0
            }
        }
        Decay::HalfLife { days } => halved(weight, age, u64::from(days) * DAY),
    }
}

/// `weight * part / whole`, rounded to the nearest.
fn scaled(weight: u64, part: u64, whole: u64) -> u64 {
    let whole = u128::from(whole.max(1));
    let exact = (u128::from(weight) * u128::from(part) + whole / 2) / whole;
    u64::try_from(exact).unwrap_or(u64::MAX)
}

/// `weight / 2^(age / half_life)`, the fraction to 1/4096 of a half-life.
fn halved(weight: u64, age: u64, half_life: u64) -> u64 {
    let steps = 1_u64 << ROOTS.len();
    let (whole, rest) = (age / half_life, age % half_life);
    let mut fraction = 1_u64 << 32;
    let mut rest = u64::try_from(u128::from(rest) * u128::from(steps) / u128::from(half_life))
        .unwrap_or_default();
    for root in ROOTS {
        rest <<= 1;
        if rest & steps != 0 {
            fraction = (fraction * root) >> 32;
        }
    }
    let fresh = scaled(weight, fraction, 1 << 32);
    u32::try_from(whole)
        .ok()
        .and_then(|whole| fresh.checked_shr(whole))
        .unwrap_or(0)
}
