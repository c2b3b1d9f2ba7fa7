use super::*;
use crate::web::text::Language;
use jiff::SignedDuration;

fn case_page(language: Language, days: i64) -> String {
    let event = Instant::default();
    let now = event.plus(SignedDuration::from_hours(days * 24));
    let l = Texts::new(language);
    let notes = Notes::of_case(
        l,
        "c-1",
        Slot::FirstTalk,
        Some(event),
        now,
        "Europe/Amsterdam",
    );
    notes.render().unwrap()
}

#[test]
fn every_word_that_the_script_says_is_there() {
    for language in Language::ALL {
        let l = Texts::new(language);
        for each in says(l) {
            let missing = each.label.is_empty() || each.label.contains("sealed-");
            assert!(!missing, "{}: {}", each.code, each.label);
        }
        for slot in Slot::ALL {
            for step in slot.guide() {
                assert!(l.has(&format!("sealed-step-{step}")), "{step}");
            }
        }
    }
}

#[test]
fn the_same_sign_reads_differently_at_day_5_and_at_day_45() {
    let wording = |html: &str, sign: &str| {
        let from = html.find(&format!("data-sign=\"{sign}\"")).unwrap();
        let rest = &html[from..];
        let at = rest.find("data-wording=\"").unwrap() + 14;
        rest[at..].split('"').next().unwrap().to_owned()
    };
    for language in Language::ALL {
        assert_eq!(wording(&case_page(language, 5), "sleep"), "normal");
        let late = case_page(language, 45);
        assert_eq!(wording(&late, "sleep"), "talk-about-referral");
    }
}

#[test]
fn referral_and_the_acute_path_stand_there_at_every_time_and_in_every_wording() {
    for days in [0, 5, 27, 28, 45, 400] {
        for language in Language::ALL {
            let html = case_page(language, days);
            let room = html.find("data-part=\"room\"").unwrap();
            for way in ["/support/case/c-1#refer", "/support/case/c-1/acute"] {
                let at = html.find(way).unwrap();
                assert!(at < room, "{way} is in what opens only with the vault");
            }
        }
    }
    for (language, refer) in [(Language::Nl, "verwij"), (Language::En, "refer")] {
        for wording in Wording::ALL {
            let words = Texts::new(language).get(&format!("sealed-wording-{wording}"));
            assert!(words.to_lowercase().contains(refer), "{wording}: {words}");
        }
    }
}

#[test]
fn what_is_written_stands_in_no_form_and_in_no_named_control() {
    for language in Language::ALL {
        let html = case_page(language, 5);
        assert!(!html.contains("<form"), "a form");
        assert!(!html.contains(" name="), "a named control");
        assert!(html.contains("spellcheck=\"false\"") && html.contains("autocomplete=\"off\""));
    }
}

#[test]
fn who_reads_along_gets_nothing_to_write_in() {
    let html = Notes::to_read(Texts::new(Language::Nl), "c", "UTC", "/me/notes")
        .render()
        .unwrap();
    assert!(!html.contains("<textarea") && !html.contains("<select"));
}

#[test]
fn a_yearly_talk_asks_for_no_signs() {
    let html = Notes::of_annual_talk(Texts::new(Language::Nl), "c", "UTC", "/support/annual")
        .render()
        .unwrap();
    assert!(html.contains("<textarea") && !html.contains("class=\"sealed-sign\""));
}
