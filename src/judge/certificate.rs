//! What the home page's TLS connection says of a site: how long its certificate holds, and what visitors will meet.

use jiff::civil::Date;

use crate::facts::{Exchange, Failure, Outcome, TlsFault};

/// What is said of a site's encryption.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Encryption {
    /// Days from the day of the inspection to the last day of the certificate; negative where that is past.
    pub(super) days: Option<i64>,
    /// What is wrong, in Chinese.
    pub(super) notes: Vec<String>,
}

/// Reads the exchange of a site's home page.
pub(super) fn of_home(exchange: Option<&Exchange>, today: Date) -> Encryption {
    let Some(last) = exchange.and_then(Exchange::last) else {
        return Encryption::default();
    };
    let until = last.tls.as_ref().and_then(crate::facts::TlsNote::until);
    let mut notes = Vec::new();
    if let Outcome::Failure(Failure::Tls { fault, .. }) = &last.outcome {
        let prefix = if matches!(fault, TlsFault::Certificate(_)) {
            "网站证书有问题"
        } else {
            "加密连接（HTTPS）失败"
        };
        notes.push(format!("{prefix}：{}", fault.chinese()));
    }
    if let Some(note) = &last.tls {
        if note.incomplete_chain {
            notes.push("网站证书链不完整：服务器没有发送中间证书，部分浏览器和手机会提示风险".to_owned());
        }
        if let Some(protocol) = &note.old_protocol {
            notes.push(format!("旧TLS：网站只支持较旧的加密协议（{protocol}），新浏览器可能打不开"));
        }
    }
    Encryption {
        days: until.map(|day| i64::from((day - today).get_days())),
        notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Answer, Attempt, CertificateFault, Method, TlsNote};
    use jiff::civil::date;

    /// 00:30 on 1 March 2027 in Beijing, when it is still February in Greenwich.
    const NOT_AFTER: i64 = 1_803_832_200;

    fn read(outcome: Outcome, tls: Option<TlsNote>) -> Encryption {
        let attempt = Attempt {
            at: 0,
            method: Method::Get,
            as_browser: false,
            hops: vec![],
            outcome,
            ms: 1,
            bytes: 1,
            address: None,
            tls,
        };
        let exchange = Exchange {
            url: "https://a/".into(),
            attempts: vec![attempt],
        };
        of_home(Some(&exchange), date(2026, 11, 26))
    }

    fn until(not_after: i64) -> TlsNote {
        TlsNote {
            not_after: Some(not_after),
            ..TlsNote::default()
        }
    }

    #[test]
    fn days_are_counted_to_the_last_day_across_months() {
        let good = Outcome::Answer(Answer::default());
        assert_eq!(read(good.clone(), Some(until(NOT_AFTER))).days, Some(95));
        assert_eq!(read(good.clone(), None), Encryption::default());
        assert_eq!(of_home(None, date(2026, 11, 26)), Encryption::default());
        let sick = TlsNote {
            incomplete_chain: true,
            old_protocol: Some("TLS 1.0，AES128-SHA".into()),
            ..until(NOT_AFTER)
        };
        let notes = read(good, Some(sick)).notes;
        assert!(notes[0].contains("证书链不完整") && notes[1].contains("TLS 1.0"), "{notes:?}");
    }

    #[test]
    fn an_expired_certificate_has_days_below_zero_and_says_so() {
        let failure = Failure::Tls {
            fault: TlsFault::Certificate(CertificateFault::Expired),
            detail: String::new(),
        };
        // Ten days before the day of the inspection.
        let read = read(Outcome::Failure(failure), Some(until(NOT_AFTER - 105 * 86_400)));
        assert_eq!(read.days, Some(-10));
        assert_eq!(read.notes, ["网站证书有问题：证书已过期"]);
    }
}
