//! Who is asked when somebody needs a supporter, on real databases: asked, answered, taken.

use care::{
    access::Role,
    alerting::{Answer, ChannelKind},
    ids::PersonId,
};
use jiff::SignedDuration;
use veer::{
    jobs::alerting::climb_once,
    notify::Notifier,
    store::{AlertRow, PageRow},
};

use crate::support::pages::House;

/// A house with people on duty for a day.
struct Team {
    house: House,
    colleague: PersonId,
}

impl Team {
    async fn new(house: House) -> (Self, Vec<PersonId>) {
        let colleague = house.person("Daan", &[Role::Colleague]).await;
        let mut people = Vec::new();
        for name in ["Anna", "Bram"] {
            people.push(house.person(name, &[Role::Colleague, Role::Supporter]).await);
        }
        let coordinator = house.person("Coor", &[Role::Colleague, Role::Coordinator]).await;
        let team = Self { house, colleague };
        for person in &people {
            team.on_duty(person).await;
        }
        people.push(coordinator);
        (team, people)
    }

    async fn on_duty(&self, person: &PersonId) {
        let (from, day) = (self.house.now(), SignedDuration::from_hours(24));
        let tx = self.house.write("duty").await;
        tx.save_duty(&[(person.clone(), from, from.plus(day))]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn climb(&self) -> Vec<PageRow> {
        let (store, clock) = (&self.house.app.store, &self.house.app.site.clock);
        climb_once(store, clock, &Notifier::default()).await.unwrap();
        let tx = self.house.read("pages").await;
        let alerts = tx.open_alerts().await.unwrap();
        tx.pages_for(&alerts).await.unwrap()
    }

    async fn alerts(&self) -> Vec<AlertRow> {
        self.house.read("alerts").await.open_alerts().await.unwrap()
    }

    fn minutes(&self, minutes: i64) {
        self.house.clock.shift(SignedDuration::from_mins(minutes));
    }
}

fn people(pages: &[PageRow]) -> Vec<PersonId> {
    pages.iter().map(|page| page.person.clone()).collect()
}

on_both_engines!(an_unanswered_page_goes_to_the_next_and_then_to_the_coordinator, fixture, {
    let (team, who) = Team::new(House::new(fixture).await).await;
    team.house.ask_for_support(&team.colleague).await;
    let first = team.climb().await;
    assert_eq!(first.len(), 1, "one is asked at first");
    assert!(who[..2].contains(&first[0].person));
    team.minutes(4);
    assert_eq!(team.climb().await.len(), 1);
    team.minutes(1);
    let second = team.climb().await;
    assert_eq!(people(&second).len(), 2);
    assert_ne!(second[0].person, second[1].person);
    team.minutes(5);
    assert_eq!(people(&team.climb().await)[2], who[2], "the coordinator");
});
