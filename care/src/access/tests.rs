use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::ids::PersonId;

/// Everything that tells that a case exists or what is in it.
const ON_A_CASE: [Action; 17] = [
    Action::ViewSignal,
    Action::ConfirmSignal,
    Action::TakeSignal,
    Action::FormPicture,
    Action::AddParticipant,
    Action::SetLight,
    Action::ViewLedger,
    Action::ViewCase,
    Action::WorkCase,
    Action::ViewTelephone,
    Action::HandOver,
    Action::ViewOpenItems,
    Action::AssignSupporter,
    Action::ReadSealed,
    Action::WriteSealed,
    Action::AskRecovery,
    Action::Disclose,
];

fn written_out() -> String {
    let mut text = String::from(
        "# Who may do what, from where. Written by a test; run it with VEER_BLESS=1 to write it anew.\n",
    );
    let _ = write!(text, "{:<22}{:<14}", "action", "role");
    for standing in Standing::ALL {
        let _ = write!(text, "{:<10}", standing.code());
    }
    text = text.trim_end().to_owned();
    text.push('\n');
    for &action in Action::ALL {
        text.push('\n');
        for &role in Role::ALL {
            let mut line = format!("{:<22}{:<14}", action.code(), role.code());
            for &standing in Standing::ALL {
                let cell = if permits(&role.into(), action, standing) {
                    "yes"
                } else {
                    "-"
                };
                let _ = write!(line, "{cell:<10}");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

#[test]
fn every_cell_is_as_the_golden_file_says() {
    // asked when the test runs: clones may share what is built
    let path = format!(
        "{}/golden/access.txt",
        std::env::var("CARGO_MANIFEST_DIR").unwrap()
    );
    let now = written_out();
    if std::env::var_os("VEER_BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    assert!(
        golden == now,
        "access changed; look at the difference after VEER_BLESS=1"
    );
}

#[test]
fn the_table_has_no_line_twice() {
    let mut seen = BTreeSet::new();
    for grant in table::GRANTS {
        assert!(
            seen.insert((grant.role, grant.action)),
            "{} {}",
            grant.role,
            grant.action
        );
        assert!(!grant.from.is_empty());
    }
}

#[test]
fn every_action_is_granted_to_somebody() {
    for &action in Action::ALL {
        assert!(
            table::GRANTS.iter().any(|grant| grant.action == action),
            "{action}"
        );
    }
}

#[test]
fn names_are_read_back() {
    for &role in Role::ALL {
        assert_eq!(Role::parse(role.code()), Some(role));
        assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{role}\""));
    }
    for &action in Action::ALL {
        assert_eq!(Action::parse(action.code()), Some(action));
    }
    assert_eq!(Role::parse("Colleague"), None);
    assert_eq!(Role::parse(""), None);
}

#[test]
fn those_around_the_work_never_meet_a_case() {
    let around: RoleSet = [
        Role::Colleague,
        Role::Manager,
        Role::Dispatcher,
        Role::Hr,
        Role::PrivacyOfficer,
        Role::Administrator,
    ]
    .into_iter()
    .collect();
    for action in ON_A_CASE {
        for &standing in Standing::ALL {
            let own = action == Action::ViewLedger && standing == Standing::Subject;
            assert_eq!(
                permits(&around, action, standing),
                own,
                "{action} {standing}"
            );
        }
    }
}

#[test]
fn a_coordinator_never_opens_a_case() {
    let coordinator = Role::Coordinator.into();
    for action in [
        Action::ViewCase,
        Action::WorkCase,
        Action::ViewTelephone,
        Action::FormPicture,
    ] {
        for &standing in Standing::ALL {
            assert!(
                !permits(&coordinator, action, standing),
                "{action} {standing}"
            );
        }
    }
}

fn everyone() -> RoleSet {
    Role::ALL.iter().copied().collect()
}

#[test]
fn no_role_shows_the_team_view_of_ones_own_case() {
    for action in ON_A_CASE {
        let own = action == Action::ViewLedger;
        assert_eq!(
            permits(&everyone(), action, Standing::Subject),
            own,
            "{action}"
        );
    }
}

#[test]
fn no_role_lets_the_involved_take_or_work_a_case() {
    for action in [
        Action::TakeSignal,
        Action::ViewCase,
        Action::WorkCase,
        Action::ViewTelephone,
    ] {
        assert!(
            !permits(&everyone(), action, Standing::Involved),
            "{action}"
        );
    }
    for action in [Action::TakeSignal, Action::WorkCase, Action::ViewTelephone] {
        assert!(!permits(&everyone(), action, Standing::Leaving), "{action}");
    }
}

#[test]
fn a_standing_is_the_closest_relation() {
    let (anna, bram, carla) = (
        PersonId::new("anna"),
        PersonId::new("bram"),
        PersonId::new("carla"),
    );
    let participants = BTreeSet::from([anna.clone(), bram.clone()]);
    let around = Around {
        subject: Some(&anna),
        supporter: Some(&bram),
        participants: &participants,
    };
    let team = RoleSet::from(Role::Supporter);
    assert_eq!(Standing::of(&anna, team, &around), Standing::Subject);
    assert_eq!(Standing::of(&bram, team, &around), Standing::Leaving);
    assert_eq!(Standing::of(&carla, team, &around), Standing::Team);
    assert_eq!(
        Standing::of(&carla, Role::Manager.into(), &around),
        Standing::Nobody
    );
    let alone = BTreeSet::from([anna.clone()]);
    let around = Around {
        participants: &alone,
        ..around
    };
    assert_eq!(Standing::of(&bram, team, &around), Standing::Assigned);
}

proptest! {
    #[test]
    fn roles_add_up_and_never_take_away(
        bits in any::<u16>(),
        action in prop::sample::select(Action::ALL),
        standing in prop::sample::select(Standing::ALL),
    ) {
        let roles: RoleSet = Role::ALL
            .iter()
            .copied()
            .enumerate()
            .filter(|(n, _)| bits >> n & 1 == 1)
            .map(|(_, role)| role)
            .collect();
        let one_by_one = roles.iter().any(|role| permits(&role.into(), action, standing));
        prop_assert_eq!(permits(&roles, action, standing), one_by_one);
        prop_assert!(!permits(&RoleSet::NONE, action, standing));
    }
}
