//! Tests of the hosts: turns, breakers, chances.

use super::*;

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn a_host_is_asked_for_its_robots_first_and_hosts_take_turns() {
    let mut hosts = Hosts::new();
    let a = hosts.of(&url("http://a/"), 1, false);
    let b = hosts.of(&url("http://b/"), 1, false);
    for job in 0..2 {
        hosts.push(a, Job::Target(job));
        hosts.push(b, Job::Target(10 + job));
    }
    assert_eq!(hosts.next(), Some((a, Job::Robots(a))));
    assert_eq!(hosts.next(), Some((b, Job::Robots(b))));
    assert_eq!(hosts.next(), None, "everything waits for robots.txt");
    hosts.robots_known(a, true);
    hosts.returned(a);
    assert_eq!(hosts.next(), Some((a, Job::Target(0))));
    assert_eq!(hosts.next(), None, "one at a time");
    hosts.robots_known(b, true);
    hosts.returned(b);
    hosts.returned(a);
    assert_eq!(hosts.next(), Some((b, Job::Target(10))));
    assert_eq!(hosts.next(), Some((a, Job::Target(1))));
}

#[test]
fn a_name_and_password_make_no_other_host() {
    let mut hosts = Hosts::new();
    let plain = hosts.of(&url("http://a/"), 1, false);
    assert_eq!(hosts.of(&url("http://reader:secret@a:80/x"), 1, false), plain);
    assert_ne!(hosts.of(&url("https://a/"), 1, false), plain);
    let other = hosts.of(&url("http://reader:secret@b/x"), 1, false);
    assert_eq!(hosts.front_of(other), url("http://b/x"));
}

#[test]
fn a_host_that_is_left_alone_keeps_its_jobs_until_it_answers() {
    let mut hosts = Hosts::new();
    let a = hosts.of(&url("http://a/"), 1, false);
    (0..9).for_each(|job| hosts.push(a, Job::Target(job)));
    assert_eq!(hosts.next(), Some((a, Job::Robots(a))));
    hosts.robots_known(a, true);
    hosts.returned(a);
    let mut asked = 0;
    while hosts.next().is_some() {
        asked += 1;
        hosts.silent(a, asked, false);
        hosts.returned(a);
    }
    assert_eq!((asked, hosts.queued()), (6, 3));
    assert_eq!(hosts.left_alone(), [(a, false)]);
    hosts.count_chance(a);
    assert_eq!(hosts.last_chance(a), Some(Job::Target(6)));
    assert!(hosts.answered(a, &url("http://a/6"), 100));
    hosts.returned(a);
    assert_eq!(hosts.next(), Some((a, Job::Target(7))), "it is open again");
}

#[test]
fn a_host_that_is_given_up_lets_its_jobs_go_and_may_be_forgiven() {
    let mut hosts = Hosts::new();
    let a = hosts.of(&url("http://a/"), 1, true);
    hosts.push(a, Job::Target(1));
    assert!(hosts.leave(a) && !hosts.leave(a));
    assert_eq!(hosts.next(), None);
    hosts.give_up(a);
    assert_eq!(hosts.next(), Some((a, Job::Target(1))));
    assert_eq!(hosts.down(a), Some(Failure::HostDown));
    assert!(!hosts.is_waited_for(a));
    hosts.forgive();
    assert_eq!(hosts.down(a), None);
}

#[test]
fn a_name_that_does_not_resolve_settles_its_host() {
    let nameless = Failure::Dns {
        definite: true,
        detail: String::new(),
    };
    let mut hosts = Hosts::new();
    let a = hosts.of(&url("http://a.invalid/"), 1, false);
    hosts.nameless(a, nameless.clone());
    assert_eq!(hosts.down(a), Some(nameless));
    hosts.answered(a, &url("http://a.invalid/"), 1);
    assert_eq!(hosts.down(a), None);
}

#[test]
fn a_robots_txt_that_was_missed_is_asked_for_again() {
    let mut hosts = Hosts::new();
    let a = hosts.of(&url("http://a/"), 1, false);
    hosts.push(a, Job::Target(1));
    hosts.push(a, Job::Target(2));
    assert_eq!(hosts.next(), Some((a, Job::Robots(a))));
    hosts.robots_known(a, false);
    hosts.returned(a);
    assert_eq!(hosts.next(), Some((a, Job::Target(1))));
    hosts.answered(a, &url("http://a/1"), 1);
    hosts.returned(a);
    assert_eq!(hosts.next(), Some((a, Job::Robots(a))));
    hosts.robots_known(a, true);
    hosts.returned(a);
    assert_eq!(hosts.next(), Some((a, Job::Target(2))));
}
