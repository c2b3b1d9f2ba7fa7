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
        days: guess_days(sheet, fields),
        columns: &columns,
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
        ("01-02-2026", DayOrder::DayFirst),
        ("nonsense", DayOrder::DayFirst),
    ] {
        let csv = format!("Id,Datum\n1,{value}\n");
        let (sheet, fields) = chosen(csv.as_bytes());
        assert_eq!(guess_days(&sheet, &fields), order, "{value}");
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
        };
        assert!(mapping.document(BASE).is_err());
    }
}
