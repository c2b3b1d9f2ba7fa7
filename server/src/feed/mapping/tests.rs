use std::collections::BTreeMap;

use super::*;
use crate::feed::{
    csv::{self, Parsed},
    record::Precision,
    sheet,
};

const REGISTER: &[u8] = b"Ritnummer;Datum;Tijd;Soort;Prio;Voertuig;Kind;Straat\n\
    1;24-10-2026;07:04;Gezondheid / Reanimatie;A1;17-101,17-102;ja;Dorpsstraat 1\n\
    2;24-10-2026;;Overig;B;17-103;nee;\n";

fn chosen(bytes: &[u8]) -> (sheet::Sheet, Vec<Option<EventField>>) {
    let sheet = sheet::inspect(bytes).unwrap();
    let fields = guess(&sheet);
    (sheet, fields)
}

fn document(sheet: &sheet::Sheet, fields: &[Option<EventField>]) -> String {
    let named = sheet.columns.iter().cloned().zip(fields);
    let columns: Vec<(String, EventField)> = named
        .filter_map(|(name, field)| Some((name, (*field)?)))
        .collect();
    let mapping = RegisterMapping {
        name: "Dagregister",
        source: "meldkamer",
        time_zone: "Europe/Amsterdam",
        encoding: sheet.encoding,
        delimiter: sheet.delimiter,
        days: guess_days(sheet, fields).unwrap(),
        columns: &columns,
        kinds: &BTreeMap::new(),
    };
    mapping.document(BASE).unwrap()
}

#[test]
fn a_register_is_read_by_what_its_columns_are_called() {
    let (sheet, fields) = chosen(REGISTER);
    let text = document(&sheet, &fields);
    let profile = Profile::parse(&text).unwrap();
    let rows: Vec<Parsed> = csv::read(REGISTER, &profile)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let [Parsed::Read(first, _), Parsed::Read(second, _)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(first.at_precision, Precision::Exact);
    assert_eq!(second.at_precision, Precision::Day);
    assert_eq!(first.units.len(), 2);
    assert!(
        first
            .kind_codes
            .iter()
            .any(|code| code.as_str() == "resuscitation")
    );
    assert!(!text.contains("Straat"));
}

#[test]
fn a_saved_profile_chooses_the_same_columns_again() {
    for register in [
        REGISTER,
        include_bytes!("../../../../packs/ambulance/register-voorbeeld.csv"),
    ] {
        let (sheet, fields) = chosen(register);
        let (again, days) = fields_of(&document(&sheet, &fields), &sheet).unwrap();
        assert_eq!(again, fields);
        assert_eq!(days, DayOrder::DayFirst);
    }
}

#[test]
fn the_order_of_day_and_month_is_told_by_the_values() {
    for (value, order) in [
        ("31-12-2026 23:59", DayOrder::DayFirst),
        ("2026-12-31T23:59:00+01:00", DayOrder::YearFirst),
        ("2026-12-31", DayOrder::YearFirst),
        ("12/31/2026 11:59:00 PM", DayOrder::MonthFirst),
        ("01.02.2026", DayOrder::DayFirst),
        ("nonsense", DayOrder::DayFirst),
    ] {
        let csv = format!("Id,Datum\n1,{value}\n");
        let (sheet, fields) = chosen(csv.as_bytes());
        assert_eq!(guess_days(&sheet, &fields), Some(order), "{value}");
    }
    for (values, order) in [
        ("01-02-2026\n2,03-04-2026", None),
        ("01-02-2026\n2,13-02-2026", Some(DayOrder::DayFirst)),
        ("01/02/2026\n2,02/13/2026", Some(DayOrder::MonthFirst)),
    ] {
        let csv = format!("Id,Datum\n1,{values}\n");
        let (sheet, fields) = chosen(csv.as_bytes());
        assert_eq!(guess_days(&sheet, &fields), order, "{values}");
    }
}

#[test]
fn a_mapping_without_a_number_or_a_moment_is_refused() {
    let (sheet, _) = chosen(REGISTER);
    for columns in [
        vec![("Datum".to_owned(), EventField::At)],
        vec![("Ritnummer".to_owned(), EventField::Id)],
    ] {
        let mapping = RegisterMapping {
            name: "x",
            source: "x",
            time_zone: "UTC",
            encoding: sheet.encoding,
            delimiter: sheet.delimiter,
            days: DayOrder::DayFirst,
            columns: &columns,
            kinds: &BTreeMap::new(),
        };
        assert!(mapping.document(BASE).is_err());
    }
}

#[test]
fn a_word_is_matched_to_a_kind_and_found_again() {
    let (sheet, fields) = chosen(REGISTER);
    let named = sheet.columns.iter().cloned().zip(&fields);
    let columns: Vec<(String, EventField)> = named
        .filter_map(|(name, field)| Some((name, (*field)?)))
        .collect();
    let said = |kinds: &BTreeMap<String, String>, base: &str| {
        let mapping = RegisterMapping {
            name: "x",
            source: "x",
            time_zone: "UTC",
            encoding: sheet.encoding,
            delimiter: sheet.delimiter,
            days: DayOrder::DayFirst,
            columns: &columns,
            kinds,
        };
        mapping.document(base).unwrap()
    };
    let kinds = BTreeMap::from([
        ("te water / persoon".to_owned(), "drowning".to_owned()),
        // Another meaning than the base has for it, whatever its capitals.
        ("overig".to_owned(), "abuse".to_owned()),
    ]);
    let text = said(&kinds, BASE);
    assert_eq!(own_kinds(&text), kinds);
    assert_eq!(own_kinds(BASE), BTreeMap::new());
    let row = b"Ritnummer;Datum;Tijd;Soort;Prio;Voertuig;Kind\n1;24-10-2026;07:04;Te Water / Persoon;A1;1;ja\n";
    let profile = Profile::parse(&text).unwrap();
    let mut rows = csv::read(&row[..], &profile).unwrap();
    let Some(Ok(Parsed::Read(record, _))) = rows.next() else {
        panic!("not read");
    };
    assert!(record.kind_codes.iter().any(|it| it.as_str() == "drowning"));
    assert!(rows.unmapped_kinds().is_empty());
    // An empty choice takes it away again.
    let none = BTreeMap::from([("te water / persoon".to_owned(), String::new())]);
    let text = said(&none, &text);
    assert!(!own_kinds(&text).contains_key("te water / persoon"));
}
