use jiff::SignedDuration;
use jiff::civil::{DateTime, date, datetime};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::feed::record::Precision;
use crate::feed::reject::RejectReason;

fn read(format: &str, text: &str) -> Option<Written> {
    TimeFormat::new(format).unwrap().read(text)
}

fn zone(name: &str, gap: Gap, overlap: Overlap) -> Zone {
    Zone::new(TimeZone::get(name).unwrap(), gap, overlap)
}

fn resolved(zone: &mut Zone, civil: DateTime) -> Result<(String, Precision), RejectReason> {
    let (moment, precision) = zone.resolve(Written::Civil(civil))?;
    Ok((
        moment
            .zoned(zone.time_zone())
            .strftime("%H:%M:%S%z")
            .to_string(),
        precision,
    ))
}

#[test]
fn american_dutch_and_iso_times_are_read() {
    let civil = |year, month, day, hour, minute, second| {
        Some(Written::Civil(datetime(
            year, month, day, hour, minute, second, 0,
        )))
    };
    let american = "%m/%d/%Y %I:%M:%S %p";
    assert_eq!(
        read(american, "01/11/2002 01:51:44 AM"),
        civil(2002, 1, 11, 1, 51, 44)
    );
    assert_eq!(
        read(american, "01/11/2002 12:00:00 AM"),
        civil(2002, 1, 11, 0, 0, 0)
    );
    assert_eq!(
        read(american, "1/11/2002 12:30:00 pm"),
        civil(2002, 1, 11, 12, 30, 0)
    );
    assert_eq!(read(american, "13/11/2002 01:51:44 AM"), None);
    assert_eq!(read(american, "01/11/2002 13:51:44 AM"), None);
    assert_eq!(
        read("%d-%m-%Y %H:%M", "29-02-2024 23:59"),
        civil(2024, 2, 29, 23, 59, 0)
    );
    assert_eq!(read("%d-%m-%Y %H:%M", "29-02-2023 23:59"), None);
    assert_eq!(read("%F %T", "2026-03-01 24:00:00"), None);
    assert_eq!(
        read("%F", "2026-03-01"),
        Some(Written::Day(date(2026, 3, 1)))
    );
    assert_eq!(read("%F", "0002-03-01"), None, "a year that nobody means");
    let moment = "2026-03-01T11:00:00Z".parse().unwrap();
    assert_eq!(
        read("%FT%T%:z", "2026-03-01T12:00:00+01:00"),
        Some(Written::Moment(moment))
    );
}

#[test]
fn a_format_that_cannot_work_is_refused_at_once() {
    for format in ["", "%H:%M", "%Y-%m", "%Q"] {
        assert!(TimeFormat::new(format).is_err(), "{format}");
    }
}

#[test]
fn a_time_in_the_gap_is_refused_or_shifted() {
    let never = datetime(2026, 3, 29, 2, 30, 0, 0);
    let mut strict = zone("Europe/Amsterdam", Gap::Quarantine, Overlap::Earlier);
    assert_eq!(
        resolved(&mut strict, never),
        Err(RejectReason::TimeDoesNotExist)
    );
    let mut lenient = zone("Europe/Amsterdam", Gap::Shift, Overlap::Earlier);
    let shifted = ("03:30:00+0200".to_owned(), Precision::Exact);
    assert_eq!(resolved(&mut lenient, never), Ok(shifted));
}

#[test]
fn a_time_in_the_overlap_is_marked() {
    let twice = datetime(2026, 10, 25, 2, 30, 0, 0);
    for (overlap, offset) in [(Overlap::Earlier, "+0200"), (Overlap::Later, "+0100")] {
        let mut zone = zone("Europe/Amsterdam", Gap::Quarantine, overlap);
        let expected = (format!("02:30:00{offset}"), Precision::Overlap);
        assert_eq!(resolved(&mut zone, twice), Ok(expected));
    }
    let mut strict = zone("Europe/Amsterdam", Gap::Quarantine, Overlap::Quarantine);
    assert_eq!(
        resolved(&mut strict, twice),
        Err(RejectReason::TimeIsAmbiguous)
    );
}

#[test]
fn every_minute_of_a_year_is_the_same_with_and_without_the_memory() {
    for name in [
        "Europe/Amsterdam",
        "America/Los_Angeles",
        "Australia/Lord_Howe",
        "UTC",
    ] {
        let mut remembering = zone(name, Gap::Quarantine, Overlap::Earlier);
        let mut minute = datetime(2026, 1, 1, 0, 0, 0, 0);
        while minute.year() == 2026 {
            remembering.steady = remembering.steady.filter(|_| minute.minute() != 17);
            let remembered = remembering.resolve(Written::Civil(minute));
            let mut fresh = remembering.clone();
            fresh.steady = None;
            assert_eq!(
                remembered,
                fresh.resolve(Written::Civil(minute)),
                "{name} {minute}"
            );
            minute = minute.saturating_add(SignedDuration::from_mins(7));
        }
    }
}

proptest! {
    #[test]
    fn the_quick_way_reads_what_the_slow_way_reads(text in "[0-9]{2}/[0-9]{2}/(19|20|21)[0-9]{2} [01][0-9]:[0-6][0-9]:[0-6][0-9] (AM|PM|am|XM)") {
        let quick = TimeFormat::new("%m/%d/%Y %I:%M:%S %p").unwrap();
        let mut slow = quick.clone();
        slow.fixed = None;
        prop_assert_eq!(quick.read(&text), slow.read(&text));
    }

    #[test]
    fn no_text_makes_it_fail(text in "\\PC{0,30}", format in "(%[YmdHIMSpyjez]|[-/: T]){0,8}") {
        if let Ok(format) = TimeFormat::new(&format) {
            format.read(&text);
        }
    }
}
