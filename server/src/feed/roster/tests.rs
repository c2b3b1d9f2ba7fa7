use super::*;
use crate::feed::reject::RejectReason;

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn rows(csv: impl AsRef<[u8]>) -> Vec<RosterParsed> {
    let rows = read(csv.as_ref(), &amsterdam()).unwrap();
    rows.map(Result::unwrap).collect()
}

fn reasons(csv: impl AsRef<[u8]>) -> Vec<RejectReason> {
    let rejected = rows(csv).into_iter().filter_map(|parsed| match parsed {
        RosterParsed::Rejected(rejected) => Some(rejected.reason),
        RosterParsed::Read(..) => None,
    });
    rejected.collect()
}

const HEADER: &str =
    "kind,id,name,email,staff_group,manager,phone,trained_until,roles,unit,from,until\n";

#[test]
fn each_kind_of_row_is_read() {
    let parsed = rows(format!(
        "{HEADER}\
        person,100,Noor de Wit,noor@example.nl,ambulance,7,+31 6 12345678,2027-05-01,supporter coordinator,,,2028-01-31\n\
        unit,,Zuid 1,,ambulance,,,,,17-101,,\n\
        shift,100,,,,,,,,17-101,2026-11-21 07:00,2026-11-21T15:30:00+01:00\n\
        duty,100,,,,,,,,,21-11-2026 08:00,22-11-2026 08:00\n"
    ));
    let [
        RosterParsed::Read(RosterRow::Person(person), _),
        RosterParsed::Read(RosterRow::Unit(unit), _),
        RosterParsed::Read(RosterRow::Shift(shift), _),
        RosterParsed::Read(RosterRow::Duty(duty), place),
    ] = &parsed[..]
    else {
        panic!("{parsed:?}");
    };
    assert_eq!(person.manager.as_ref().unwrap().as_str(), "7");
    assert!(person.roles.contains(care::access::Role::Supporter));
    assert_eq!(person.trained_until.unwrap().to_string(), "2027-05-01");
    assert_eq!(person.works_until.unwrap().to_string(), "2028-01-31");
    assert_eq!(unit.code.as_str(), "17-101");
    assert_eq!(shift.until.since(shift.from).as_mins(), 510);
    assert_eq!(duty.until.since(duty.from).as_hours(), 24);
    assert_eq!(place.line, 5);
}

#[test]
fn dutch_names_semicolons_and_windows_text_are_read() {
    let csv = b"Soort;Personeelsnummer;Naam;E-mail;Opgeleid tot;Rollen;Leidinggevende\r\n\
        persoon;1;Zo\xeb Bruin;zoe@example.nl;01-05-2027;ondersteuner|leidinggevende;\r\n";
    let parsed = rows(csv);
    let [RosterParsed::Read(RosterRow::Person(person), _)] = &parsed[..] else {
        panic!("{parsed:?}");
    };
    assert_eq!(person.name, "Zoë Bruin");
    assert_eq!(person.roles.iter().count(), 2);
}

#[test]
fn each_fault_has_its_reason() {
    let cases = [
        ("driver,1,,,,,,,,,,", RejectReason::RowKindUnknown),
        (",1,,,,,,,,,,", RejectReason::ValueMissing),
        ("person,,Noor,,,,,,,,,", RejectReason::ValueMissing),
        ("person,1,,,,,,,,,,", RejectReason::ValueMissing),
        ("person,1,Noor,,,1,,,,,,", RejectReason::ManagesThemselves),
        ("person,1,Noor,noor,,,,,,,,", RejectReason::ValueUnreadable),
        ("person,1,Noor,,,,,soon,,,,", RejectReason::TimeUnreadable),
        ("person,1,Noor,,,,,,king,,,", RejectReason::RoleUnknown),
        ("unit,,,,,,,,,,,", RejectReason::ValueMissing),
        (
            "shift,1,,,,,,,,u,2026-01-02 08:00,2026-01-02 08:00",
            RejectReason::EndsBeforeItBegins,
        ),
        (
            "shift,1,,,,,,,,,2026-01-02 08:00,2026-01-02 09:00",
            RejectReason::ValueMissing,
        ),
        (
            "duty,1,,,,,,,,,2026-01-02 08:00,",
            RejectReason::TimeMissing,
        ),
        (
            "duty,1,,,,,,,,,2026-03-29 02:30,2026-03-29 09:00",
            RejectReason::TimeDoesNotExist,
        ),
        ("duty,1", RejectReason::WrongFieldCount),
    ];
    for (row, reason) in cases {
        assert_eq!(reasons(format!("{HEADER}{row}\n")), [reason], "{row}");
    }
}

#[test]
fn a_shift_into_the_repeated_hour_covers_both() {
    let parsed = rows(format!(
        "{HEADER}shift,1,,,,,,,,u,2026-10-25 02:00,2026-10-25 02:30\n"
    ));
    let [RosterParsed::Read(RosterRow::Shift(shift), _)] = &parsed[..] else {
        panic!("{parsed:?}");
    };
    assert_eq!(shift.until.since(shift.from).as_mins(), 90);
}

#[test]
fn of_a_rejected_person_no_name_or_number_is_kept() {
    let parsed = rows(format!(
        "{HEADER}person,Planted Secret,Planted Secret,planted@secret,planted,,planted,planted,,planted secret,,\n"
    ));
    assert!(
        !format!("{parsed:?}").to_lowercase().contains("planted"),
        "{parsed:?}"
    );
}

#[test]
fn a_roster_without_kinds_or_rows_is_told_apart() {
    let tz = amsterdam();
    let code = |csv: &'static str| read(csv.as_bytes(), &tz).err().map(|error| error.code());
    assert_eq!(code(""), Some("file-empty"));
    assert_eq!(code("id,name\n1,x\n"), Some("columns-missing"));
    assert_eq!(code("kind,soort\n"), Some("column-twice"));
    assert_eq!(code(HEADER), None);
}

#[test]
fn a_key_holder_has_no_role_that_the_holders_protect_against() {
    let with = |roles: &str| format!("{HEADER}person,1,Hedwig,,,,,,{roles},,,\n");
    for roles in ["coordinator", "manager", "admin", "supporter"] {
        let clash = reasons(with(&format!("holder {roles}")));
        assert_eq!(clash, [RejectReason::RolesClash], "{roles}");
        assert!(reasons(with(roles)).is_empty(), "{roles}");
    }
    assert!(reasons(with("sleutelhouder collega hr")).is_empty());
}
