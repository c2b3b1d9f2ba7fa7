//! Letting somebody in from the command line.

crate::on_both_engines!(an_invitation_works_once_for_who_is_in_the_roster);

mod scenario {
    use care::access::Role;
    use veer::{auth::bearer::Bearer, clock::Clock};

    use crate::{
        support::Fixture,
        veer::{command, run},
    };

    pub async fn an_invitation_works_once_for_who_is_in_the_roster(f: Fixture) {
        let org = f.organisation().await;
        let ada = f.person(&org.id, "Ada", &[Role::Administrator]).await;
        let output = run(command(&f).args(["user", "invite", "--roster", "ada"]));
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let path = String::from_utf8(output.stdout).unwrap();
        let secret = path.trim().strip_prefix("/invitation/").unwrap();
        let key = Bearer::parse(secret).unwrap().digest().as_text();
        let tx = f.store.read("find invitation", &org.id).await.unwrap();
        assert_eq!(
            tx.invitation(&key, Clock::system().now()).await.unwrap(),
            Some(ada)
        );
        let output = run(command(&f).args(["user", "invite", "--roster", "nobody"]));
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("take in the roster first"));
    }
}
