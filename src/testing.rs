//! What tests/ and benches/ need of the inside, and nothing else: each name is used there. The program is [`run`](crate::run).

/// Of `cli`.
pub mod cli {
    /// Of `cli::args`.
    pub mod args {
        pub use crate::cli::args::command_line;
    }
    /// Of `cli::indicators`.
    pub mod indicators {
        pub use crate::cli::indicators::markdown;
    }
    /// Of `cli::rules`.
    pub mod rules {
        pub use crate::cli::rules::markdown;
    }
}
/// Of `crawl`.
pub mod crawl {
    pub use crate::crawl::{Patience, Setup, crawl, politeness, robots, sitemap, trap};
}
/// Of `demo`.
pub mod demo {
    pub use crate::demo::{Demo, calendar, start};
}
/// Of `extract`.
pub mod extract {
    pub use crate::extract::{PageInput, Resolver, css_links, decode, extract_css, extract_page, parse, sketch};
}
/// Of `facts`.
pub mod facts {
    pub use crate::facts::{
        Answer, Attempt, CertificateFault, Exchange, Extent, Fact, Failure, Hit, Hop, Ipv6, Link, LinkFrom, LinkState, LoadFacts, LogRow,
        MeasuredFacts, Method, Outcome, PageFacts, PageKind, PageRow, Probed, SearchTry, Sighting, SiteEvidence, SiteFacts, SkipReason,
        Target, TlsFault, Why,
    };
}
/// Of `fetch`.
pub mod fetch {
    pub use crate::fetch::{AddressGuard, Client, ClientSettings, Clues, recognise_challenge, recognise_signature};
}
/// Of `finding`.
pub mod finding {
    pub use crate::finding::{
        Coverage, DeadTarget, Evidence, Finding, FindingRecord, Grade, Inspection, Pool, ReviewRecord, RunHead, SiteResult, State, Subject,
        Verdict,
    };
}
/// Of `inspect`.
pub mod inspect {
    pub use crate::inspect::{Order, finish, inspect, rejudge};
}
/// Of `judge`.
pub mod judge {
    pub use crate::judge::{
        Circumstances, Crawled, Judged, Judging, LinkTable, PageAt, SiteCrawled, SoftError, Terms, judge_exchange, judge_page,
    };
    /// Of `judge::runner`.
    pub mod runner {
        pub use crate::judge::runner::{PageCase, Said, View, named, page, site};
    }
}
/// Of `plan`.
pub mod plan {
    pub use crate::plan::{Mode, Plan, Size, draw};
}
/// Of `report`.
pub mod report {
    pub use crate::report::{files, run_json};
}
/// Of `rules`.
pub mod rules {
    pub use crate::rules::{Context, RULES};
}
/// Of `site`.
pub mod site {
    pub use crate::site::{ColumnSpec, Group, Role, RunDay, Site, nearest, parse, parse_bytes, report_url, shipped_workdays, url_key};
}
/// Of `standard`.
pub mod standard {
    pub use crate::standard::{ColumnKind, Table};
}
/// Of `store`.
pub mod store {
    pub use crate::store::{FORMAT, NewRun, Seq, Store};
}
/// Of `survey`.
pub mod survey {
    pub use crate::survey::{NoLinks, SiteRead, SiteReader, kind_of_name};
}
/// Of `wording`.
pub mod wording {
    pub use crate::wording::{Engine, Measured, NGram, Own, Proofreading, Tier, Trainer};
    #[cfg(feature = "onnx")]
    pub use crate::wording::{MaskedModel, NoReranker, Reranker};
}
