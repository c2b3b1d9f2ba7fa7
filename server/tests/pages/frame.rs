//! What holds for every page: who is not signed in sees nothing.

crate::on_both_engines!(nobody_signed_in_is_sent_to_sign_in);

mod scenario {
    use crate::support::{Fixture, pages::House};

    pub async fn nobody_signed_in_is_sent_to_sign_in(f: Fixture) {
        let house = House::new(f).await;
        let answer = house.stranger().get("/").await;
        assert_eq!(answer.location(), "/sign-in");
        let daan = house.person("Daan", &[]).await;
        assert_eq!(house.sign_in(&daan).get("/").await.location(), "/me");
        house.wait(500);
        assert_eq!(house.sign_in(&daan).get("/").await.location(), "/me");
    }
}
