//! One row of the table: how a link stands on a page, what its server does, and the verdict it must get.

use std::sync::Arc;

use super::server::{Act, Ask, Step};

/// The verdict a link must get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// No finding, and it was asked.
    Alive,
    /// `link-broken` with this cause.
    Dead(&'static str),
    /// `link-suspect` with this reason.
    Suspect(&'static str),
    /// `link-local`, and it was not asked.
    Local,
    /// No finding, and it was not asked.
    NotAsked,
}

impl Verdict {
    /// As findings of the program say it: rule and cause; empty for no finding.
    pub(crate) fn said(self) -> String {
        match self {
            Verdict::Alive | Verdict::NotAsked => String::new(),
            Verdict::Dead(cause) => format!("link-broken {cause}"),
            Verdict::Suspect(reason) => format!("link-suspect {reason}"),
            Verdict::Local => "link-local".to_owned(),
        }
    }
}

/// The host that is the inspected site itself.
pub(crate) const SITE: &str = "site";

/// See the module.
#[derive(Clone)]
pub(crate) struct Case {
    /// Unique; also the text of the link, and the folder its address lies in.
    pub(crate) name: &'static str,
    /// The host its address is on.
    pub(crate) host: &'static str,
    /// Whether that host belongs to the inspected site.
    pub(crate) inside: bool,
    /// The address of this machine that host listens on.
    pub(crate) ip: &'static str,
    /// The link as it stands on the page, hosts in braces, in the bytes of the page's encoding.
    pub(crate) markup: String,
    /// The target the server must be asked for, as it stands in the request.
    pub(crate) wants: String,
    pub(crate) act: Act,
    pub(crate) verdict: Verdict,
    /// Whether every target in the folder is its own, not only the one above.
    pub(crate) whole_folder: bool,
    /// What speaks on its host's port.
    pub(crate) front: Front,
    /// Whether nobody may ask for anything in its folder.
    pub(crate) forbidden: bool,
}

/// What speaks on a port before anything of HTTP.
#[derive(Clone)]
pub(crate) enum Front {
    /// HTTP itself.
    Plain,
    /// TLS.
    Tls(Arc<rustls::ServerConfig>),
    /// Whatever comes in, these steps go out.
    Raw(Vec<Step>),
}

/// A page `/<name>/a.html` of the inspected site.
pub(crate) fn case(name: &'static str, verdict: Verdict, act: impl Fn(&Ask) -> Vec<Step> + Send + Sync + 'static) -> Case {
    Case {
        name,
        host: SITE,
        inside: true,
        ip: "127.0.0.1",
        markup: String::new(),
        wants: String::new(),
        act: Arc::new(act),
        verdict,
        whole_folder: false,
        front: Front::Plain,
        forbidden: false,
    }
    .file("a.html")
}

/// A link written in some way, on a page of the inspected site, that must lead to this target of it.
pub(crate) fn written(name: &'static str, verdict: Verdict, href: &str, wants: &str) -> Case {
    Case {
        wants: wants.to_owned(),
        ..case(name, verdict, super::answers::fine).href(href)
    }
}

impl Case {
    /// Answered with a page that holds this.
    pub(crate) fn page(mut self, inside: &'static str) -> Self {
        let title = self.name;
        self.act = Arc::new(move |ask| super::answers::html(ask, 200, &super::answers::page(title, inside)));
        self
    }

    /// Under another file name.
    pub(crate) fn file(mut self, file: &str) -> Self {
        self.wants = format!("/{}/{file}", self.name);
        let href = format!("http://{{{}}}{}", self.host, self.wants);
        self.href(&href)
    }

    /// With this address in its `href`.
    pub(crate) fn href(mut self, href: &str) -> Self {
        self.markup = format!("<a href=\"{href}\">{}</a>", self.name);
        self
    }

    /// As a picture.
    pub(crate) fn image(mut self) -> Self {
        self.markup = self.markup.replace("<a href=", "<img src=");
        self.markup = self
            .markup
            .replace(&format!(">{}</a>", self.name), &format!(" alt=\"{}\">", self.name));
        self
    }

    /// In this markup, whatever it is.
    pub(crate) fn markup(mut self, markup: &str) -> Self {
        markup.clone_into(&mut self.markup);
        self
    }

    /// On this host, which several cases share.
    pub(crate) fn on(mut self, host: &'static str) -> Self {
        self.markup = self.markup.replace(&format!("{{{}}}", self.host), &format!("{{{host}}}"));
        self.host = host;
        self
    }

    /// On a host of its own that belongs to the site: what it does there bears on no other case.
    pub(crate) fn alone(self) -> Self {
        let name = self.name;
        self.on(name)
    }

    /// On a host of its own that does not belong to the site.
    pub(crate) fn abroad(mut self) -> Self {
        self.inside = false;
        self.alone()
    }

    /// At another address of this machine, with a politeness group of its own.
    pub(crate) fn at(mut self, ip: &'static str) -> Self {
        self.ip = ip;
        self.alone()
    }

    /// No request may come of it.
    pub(crate) fn forbidden(mut self) -> Self {
        self.forbidden = true;
        self
    }

    /// Answers everything in its folder.
    pub(crate) fn whole_folder(mut self) -> Self {
        self.whole_folder = true;
        self
    }

    /// Whether a request is for this case.
    pub(crate) fn owns(&self, host: &str, target: &str) -> bool {
        host == self.host && (target == self.wants || self.whole_folder && target.starts_with(&format!("/{}/", self.name)))
    }
}
