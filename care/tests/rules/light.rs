//! The deployability light (R066, C03 to C05).

use crate::common::at;
use care::ids::UnitCode;
use care::path::deployability::{Deployability, Light, OnShift, SetBy};
use care::protocol::Protocol;
use proptest::prelude::*;

fn shift() -> OnShift {
    OnShift {
        unit: UnitCode::new("17-101"),
        until: at("2026-01-12 19:00"),
    }
}

fn set(light: Deployability, by: SetBy, colour: Light, now: &str) -> (Deployability, bool) {
    let (light, request) = light.set(
        by,
        colour,
        Some(&shift()),
        &Protocol::default_policy(),
        at(now),
    );
    (light, request.is_some())
}

#[test]
fn the_more_careful_of_two_counts() {
    let (light, _) = set(
        Deployability::default(),
        SetBy::Scene,
        Light::Green,
        "2026-01-12 12:00",
    );
    let (light, asked) = set(light, SetBy::Colleague, Light::Red, "2026-01-12 12:01");
    assert!(asked);
    let (light, asked) = set(light, SetBy::Scene, Light::Orange, "2026-01-12 12:02");
    assert!(!asked, "red already");
    assert_eq!(light.light(at("2026-01-12 12:02")), Some(Light::Red));
    let (light, _) = set(light, SetBy::Colleague, Light::Green, "2026-01-12 12:03");
    assert_eq!(light.light(at("2026-01-12 12:03")), Some(Light::Orange));
}

#[test]
fn it_goes_out_some_hours_after_the_shift() {
    let (light, _) = set(
        Deployability::default(),
        SetBy::Colleague,
        Light::Orange,
        "2026-01-12 12:00",
    );
    assert_eq!(light.light(at("2026-01-12 22:59:59")), Some(Light::Orange));
    assert_eq!(light.light(at("2026-01-12 23:00")), None);
}

#[test]
fn only_red_on_duty_asks_for_a_replacement_and_names_nobody() {
    let now = at("2026-01-12 12:00");
    let policy = Protocol::default_policy();
    let fresh = Deployability::default();
    for colour in Light::ALL {
        let (_, request) = fresh.set(SetBy::Colleague, *colour, Some(&shift()), &policy, now);
        assert_eq!(request.is_some(), !colour.keeps_on_duty());
        let Some(request) = request else { continue };
        let json = serde_json::to_value(&request).unwrap();
        let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["from", "unit", "until"]);
    }
    let (_, off_duty) = fresh.set(SetBy::Colleague, Light::Red, None, &policy, now);
    assert_eq!(off_duty, None);
}

#[test]
fn after_the_shift_a_light_counts_from_when_it_is_set_and_asks_for_nobody() {
    let (light, asked) = set(
        Deployability::default(),
        SetBy::Colleague,
        Light::Red,
        "2026-01-12 21:00",
    );
    assert!(!asked);
    assert_eq!(light.light(at("2026-01-13 00:59:59")), Some(Light::Red));
    assert_eq!(light.light(at("2026-01-13 01:00")), None);
}

proptest! {
    #[test]
    fn the_colleague_can_always_make_it_more_careful(
        scene in prop::sample::select(Light::ALL),
        own in prop::sample::select(Light::ALL),
    ) {
        let (light, _) = set(Deployability::default(), SetBy::Scene, scene, "2026-01-12 12:00");
        let (light, _) = set(light, SetBy::Colleague, own, "2026-01-12 12:00");
        prop_assert_eq!(light.light(at("2026-01-12 12:00")), Some(scene.max(own)));
    }
}
