//! Events as they happen, over a real connection: told exactly what was taken, whatever goes wrong.

crate::on_both_engines!(
    every_sender_hears_of_its_own_part,
    a_message_of_many_parcels_is_one_message,
    events_do_not_wait_for_the_end_of_their_message,
    a_token_revoked_in_mid_stream_stops_there,
    a_message_that_breaks_off_loses_and_doubles_nothing,
    a_line_without_end_costs_itself,
    what_cannot_be_written_now_is_told_and_can_come_back,
    a_bad_line_waits_once_and_is_answered_by_a_good_one,
);

mod scenario {
    use std::{fmt::Write as _, net::SocketAddr, sync::Arc};

    use serde_json::Value;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{TcpListener, TcpStream},
    };
    use veer::auth::bearer::Bearer;

    use crate::support::{Fixture, pages::House};

    /// A house that listens, and a feed with its token.
    struct Feed {
        house: House,
        address: SocketAddr,
        bearer: Bearer,
    }

    impl Feed {
        async fn new(f: Fixture) -> Self {
            let house = House::new(f).await;
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let router = veer::app::router(&house.app);
            tokio::spawn(async move { axum::serve(listener, router).await });
            let bearer = Bearer::new(house.org.id.clone());
            let tx = house.write().await;
            let key = bearer.digest().as_text();
            tx.give_feed_token(&key, "mka", house.now()).await.unwrap();
            tx.commit().await.unwrap();
            Self {
                house,
                address,
                bearer,
            }
        }

        async fn open(&self) -> Message {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            let head = format!(
                "POST /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
                 Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
                self.bearer.reveal()
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            Message { stream }
        }

        async fn send(&self, text: &str) -> (u16, Value) {
            let mut message = self.open().await;
            message.write(text).await;
            message.end().await
        }

        async fn stored(&self) -> i64 {
            self.house
                .read()
                .await
                .count_incidents("mka")
                .await
                .unwrap()
        }

        /// Waits until so many events are stored: for a condition, never for a time.
        async fn until_stored(&self, events: i64) {
            while self.stored().await < events {
                tokio::task::yield_now().await;
            }
        }
    }

    /// A message on its way, in chunks.
    struct Message {
        stream: TcpStream,
    }

    impl Message {
        async fn write(&mut self, text: &str) {
            let chunk = format!("{:x}\r\n{text}\r\n", text.len());
            self.stream.write_all(chunk.as_bytes()).await.unwrap();
        }

        async fn end(mut self) -> (u16, Value) {
            // A server that stopped reading may have closed this direction already.
            drop(self.stream.write_all(b"0\r\n\r\n").await);
            self.answer().await
        }

        async fn answer(mut self) -> (u16, Value) {
            let mut answer = String::new();
            self.stream.read_to_string(&mut answer).await.unwrap();
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            let status = head.split(' ').nth(1).unwrap().parse().unwrap();
            (status, serde_json::from_str(body).unwrap_or_default())
        }
    }

    fn line(number: impl std::fmt::Display) -> String {
        format!(
            "{{\"id\":\"{number}\",\"at\":\"2026-03-03T02:00:00Z\",\"kinds\":[\"suicide\"],\"units\":[\"17-101\"]}}\n"
        )
    }

    fn lines(numbers: std::ops::Range<usize>) -> String {
        numbers.fold(String::new(), |mut text, number| {
            _ = write!(text, "{}", line(number));
            text
        })
    }

    fn counts(answer: &Value) -> [u64; 6] {
        [
            "read",
            "incidents",
            "new",
            "joined",
            "duplicate",
            "quarantined",
        ]
        .map(|name| answer[name].as_u64().unwrap_or(u64::MAX))
    }

    pub async fn every_sender_hears_of_its_own_part(f: Fixture) {
        let feed = Arc::new(Feed::new(f).await);
        // Each event is told by two senders, and each sender tells one twice.
        let hands = (0..40_usize).map(|sender| {
            let feed = feed.clone();
            tokio::spawn(async move {
                let number = sender / 2;
                feed.send(&(line(number) + &line(number) + &line(format!("own-{sender}"))))
                    .await
            })
        });
        let (mut new, mut duplicate) = (0, 0);
        for hand in hands.collect::<Vec<_>>() {
            let (status, answer) = hand.await.unwrap();
            assert_eq!(status, 200, "{answer}");
            let counts = counts(&answer);
            assert_eq!((counts[0], counts[1], counts[3], counts[5]), (3, 2, 0, 0));
            assert_eq!(counts[2] + counts[4], 3, "{answer}");
            new += counts[2];
            duplicate += counts[4];
        }
        assert_eq!((new, duplicate), (60, 60));
        assert_eq!(feed.stored().await, 60);
    }

    pub async fn a_message_of_many_parcels_is_one_message(f: Fixture) {
        let feed = Feed::new(f).await;
        let text = lines(0..2_500) + "{\"id\":\"bad\"}\n" + &lines(0..2_500) + "\n" + &line("last");
        let (status, answer) = feed.send(&text).await;
        assert_eq!(status, 200);
        assert_eq!(counts(&answer), [5_002, 2_501, 2_501, 0, 2_500, 1]);
        assert_eq!(answer["rejected"][0]["line"], 2_501);
        assert_eq!(answer["rejected"][0]["reason"], "time-missing");
        assert_eq!(answer["lines"], 5_003);
        assert_eq!(feed.stored().await, 2_501);
        let (_, answer) = feed.send(&text).await;
        assert_eq!(counts(&answer), [5_002, 2_501, 0, 0, 5_001, 1]);
        let tx = feed.house.read().await;
        assert_eq!(tx.quarantined(10).await.unwrap().len(), 1, "not doubled");
    }

    pub async fn events_do_not_wait_for_the_end_of_their_message(f: Fixture) {
        let feed = Feed::new(f).await;
        let mut message = feed.open().await;
        message.write(&lines(0..2)).await;
        feed.until_stored(2).await;
        // A line in two pieces is one line.
        let text = line("cut");
        let (begin, end) = text.split_at(20);
        message.write(begin).await;
        message.write(end).await;
        feed.until_stored(3).await;
        message.write(&line(0)).await;
        let (status, answer) = message.end().await;
        assert_eq!((status, counts(&answer)), (200, [4, 3, 3, 0, 1, 0]));
        assert!(answer.get("stopped").is_none());
    }

    pub async fn a_token_revoked_in_mid_stream_stops_there(f: Fixture) {
        let feed = Feed::new(f).await;
        let mut message = feed.open().await;
        message.write(&lines(0..3)).await;
        feed.until_stored(3).await;
        let tx = feed.house.write().await;
        let key = feed.bearer.digest().as_text();
        assert!(tx.revoke_feed_token(&key, feed.house.now()).await.unwrap());
        tx.commit().await.unwrap();
        message.write(&lines(3..6)).await;
        let (status, answer) = message.end().await;
        assert_eq!(status, 401);
        assert_eq!(counts(&answer), [3, 3, 3, 0, 0, 0], "{answer}");
        assert_eq!(
            (&answer["lines"], &answer["stopped"]),
            (&3.into(), &"token-revoked".into())
        );
        assert_eq!(feed.stored().await, 3);
        let (status, _) = feed.send(&line("later")).await;
        assert_eq!(status, 401);
        assert_eq!(feed.stored().await, 3);
    }

    pub async fn a_message_that_breaks_off_loses_and_doubles_nothing(f: Fixture) {
        let feed = Feed::new(f).await;
        let mut message = feed.open().await;
        message
            .write(&(lines(0..2) + "{\"id\":\"half\",\"at\":\"2026-03-03T0"))
            .await;
        message.stream.shutdown().await.unwrap();
        drop(message);
        feed.until_stored(2).await;
        let (status, answer) = feed.send(&(lines(0..2) + &line("half"))).await;
        assert_eq!((status, counts(&answer)), (200, [3, 3, 1, 0, 2, 0]));
        let tx = feed.house.read().await;
        assert!(
            tx.quarantined(10).await.unwrap().is_empty(),
            "half a line is no line"
        );
    }

    pub async fn a_line_without_end_costs_itself(f: Fixture) {
        let feed = Feed::new(f).await;
        let mut message = feed.open().await;
        message.write(&line(0)).await;
        for _ in 0..200 {
            message.write(&"x".repeat(64 << 10)).await;
        }
        message.write(&format!("\n{}", line(1))).await;
        let (status, answer) = message.end().await;
        assert_eq!((status, counts(&answer)), (200, [3, 2, 2, 0, 0, 1]));
        assert_eq!(answer["rejected"][0]["reason"], "line-too-long");
    }

    pub async fn what_cannot_be_written_now_is_told_and_can_come_back(f: Fixture) {
        let feed = Arc::new(Feed::new(f).await);
        // Somebody holds the organisation's intake: nothing can be written.
        let held = feed.house.write().await;
        held.wait_for_intake().await.unwrap();
        let part =
            |hand: usize| lines(hand * 2_000..(hand + 1) * 2_000).replace("suicide", "medical");
        let mut hands = tokio::task::JoinSet::new();
        for hand in 0..11 {
            let (feed, text) = (feed.clone(), part(hand));
            hands.spawn(async move { (hand, feed.send(&text).await) });
        }
        // Ten parcels may wait; the eleventh is told to come back.
        let (refused, (status, answer)) = hands.join_next().await.unwrap().unwrap();
        assert_eq!(
            (status, &answer["stopped"]),
            (429, &"too-much-waits".into())
        );
        assert_eq!(counts(&answer), [0; 6]);
        assert_eq!(feed.stored().await, 0);
        drop(held);
        while let Some(done) = hands.join_next().await {
            let (_, (status, answer)) = done.unwrap();
            assert_eq!((status, counts(&answer)[2]), (200, 2_000), "{answer}");
        }
        let (status, answer) = feed.send(&part(refused)).await;
        assert_eq!((status, counts(&answer)[2]), (200, 2_000));
        assert_eq!(feed.stored().await, 22_000);
    }

    pub async fn a_bad_line_waits_once_and_is_answered_by_a_good_one(f: Fixture) {
        let feed = Feed::new(f).await;
        let bad = "{\"id\":\"7\",\"at\":\"2026-03-03T02:00:00\",\"units\":[\"17-101\"]}\n";
        for _ in 0..2 {
            let (status, answer) = feed.send(bad).await;
            assert_eq!((status, counts(&answer)), (200, [1, 0, 0, 0, 0, 1]));
            let tx = feed.house.read().await;
            assert_eq!(tx.quarantined(10).await.unwrap().len(), 1);
        }
        feed.send(&line(7)).await;
        let tx = feed.house.read().await;
        assert!(tx.quarantined(10).await.unwrap().is_empty());
    }
}
