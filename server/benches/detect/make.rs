//! Invented events and crews, the same in each run.

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use care::{
    exposure::{Crews, Shift},
    ids::{PersonId, UnitCode},
    time::Instant,
};

/// The first moment: 1 January 2025.
const BEGIN: i64 = 1_735_689_600_000;
/// Over how many days the events lie.
const DAYS: i64 = 400;
const DAY: i64 = 86_400_000;
const UNITS: i64 = 200;
const PEOPLE: i64 = 2_000;

const KINDS: [&str; 20] = [
    "medical",
    "fall",
    "chest-pain",
    "resuscitation",
    "transfer",
    "birth",
    "medical",
    "fall",
    "burns",
    "traffic-accident",
    "medical",
    "suicide-attempt",
    "alarm",
    "smoke",
    "service-call",
    "medical",
    "drowning",
    "stabbing",
    "hazmat",
    "traffic-accident-entrapment",
];

/// A small generator of numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }
}

/// Writes `events.ndjson`, `crews.csv` and the list's folder.
pub fn make(events: u64, folder: &Path) {
    fs::create_dir_all(folder.join("pack")).unwrap();
    let list = include_str!("pack/incident-list.toml");
    fs::write(folder.join("pack/incident-list.toml"), list).unwrap();
    let mut crews = BufWriter::new(fs::File::create(folder.join("crews.csv")).unwrap());
    writeln!(crews, "unit,from_at,until_at,person").unwrap();
    for (unit, from, until, person) in shifts() {
        writeln!(crews, "17-{unit:03},{from},{until},p{person:04}").unwrap();
    }
    let mut lines = BufWriter::new(fs::File::create(folder.join("events.ndjson")).unwrap());
    let mut random = Numbers(88_172_645_463_325_252);
    let step = u64::try_from(DAYS * DAY).unwrap() / events;
    for number in 0..events {
        let at = BEGIN + i64::try_from(number * step + random.below(step.max(2) - 1)).unwrap();
        line(&mut lines, number, at, &mut random);
    }
}

fn line(out: &mut impl Write, number: u64, at: i64, random: &mut Numbers) {
    let kind = KINDS[usize::try_from(random.below(20)).unwrap()];
    let kind = if random.below(100) < 70 {
        "medical"
    } else {
        kind
    };
    let priority = ["A0", "A1", "A2", "B1"][usize::try_from(random.below(4)).unwrap()];
    let unit = random.below(200);
    let second = if random.below(4) == 0 {
        format!(",\"17-{:03}\"", random.below(200))
    } else {
        String::new()
    };
    let yes = |random: &mut Numbers, share: u64| random.below(1_000) < share;
    let (minor, fatal) = (yes(random, 60), yes(random, 20));
    let (aggression, alarm, major) = (yes(random, 8), yes(random, 2), yes(random, 3));
    let moment = |at: i64| jiff::Timestamp::from_millisecond(at).unwrap();
    let until = moment(at + 2_400_000);
    let at = moment(at);
    writeln!(
        out,
        "{{\"source\":\"meldkamer\",\"id\":\"2025-{number:09}\",\"at\":\"{at:.3}\",\"until\":\"{until:.3}\",\
         \"kinds\":[\"{kind}\"],\"priority\":\"{priority}\",\"units\":[\"17-{unit:03}\"{second}],\
         \"dispatchers\":[\"d{:02}\"],\"minor\":{minor},\"fatal\":{fatal},\"aggression\":{aggression},\
         \"alarm_button\":{alarm},\"major\":{major},\"codes\":[\"alarms:1\"],\"status\":\"closed\"}}",
        random.below(40)
    )
    .unwrap();
}

/// Each unit has two people, by day and by night.
fn shifts() -> impl Iterator<Item = (i64, i64, i64, i64)> {
    (0..=DAYS * 2).flat_map(|half| {
        let from = BEGIN + half * DAY / 2;
        (0..UNITS * 2).map(move |place| {
            let person = (place * 7 + half * 401) % PEOPLE;
            (place / 2, from, from + DAY / 2, person)
        })
    })
}

/// The same crews for the engine.
pub fn crews() -> Crews {
    let mut crews = Crews::default();
    for (unit, from, until, person) in shifts() {
        crews.add(&Shift {
            person: PersonId::new(format!("p{person:04}")),
            unit: UnitCode::new(format!("17-{unit:03}")),
            from: Instant::from_millis(from),
            until: Instant::from_millis(until),
        });
    }
    crews.put_in_order();
    crews
}
