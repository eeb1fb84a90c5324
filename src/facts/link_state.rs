//! What became of a link target: alive, dead and why, or not to be told from here and why.

/// The state of one link target, as its tries show it: the same tries always show the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// It opens.
    Alive,
    /// It does not, and nothing suggests that a person's browser would fare better.
    Dead(Cause),
    /// It cannot be told from here.
    Suspect(Reason),
    /// It lies on somebody's own computer or network.
    Local,
    /// It was not asked.
    Skipped(Reason),
}

/// Why a target is dead. [`Cause::id`] is `evidence.cause`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// An error status.
    Http(u16),
    /// An error page served as a good one.
    Soft404,
    /// A missing page answered with the home page.
    RedirectHome,
    /// Redirects in a circle.
    RedirectLoop,
    /// The name does not exist.
    Dns,
    /// Nobody answers there.
    Connect,
    /// TLS fails for every client.
    Tls,
    /// No answer in time, every time.
    Timeout,
    /// The body breaks off, every time.
    Truncated,
    /// No browser could open the address.
    InvalidUrl,
    /// A file of no bytes.
    EmptyFile,
    /// Not what its name says (an HTML page served as .pdf).
    WrongContent,
    /// The page opens but has no such place on it.
    Fragment,
}

impl Cause {
    /// Every cause but those of a status, of which the commonest stands for all.
    pub const ALL: &'static [Cause] = &[
        Cause::Http(404),
        Cause::Soft404,
        Cause::RedirectHome,
        Cause::RedirectLoop,
        Cause::Dns,
        Cause::Connect,
        Cause::Tls,
        Cause::Timeout,
        Cause::Truncated,
        Cause::InvalidUrl,
        Cause::EmptyFile,
        Cause::WrongContent,
        Cause::Fragment,
    ];

    /// The cause with this id.
    pub fn of(id: &str) -> Option<Cause> {
        match id.strip_prefix("http_") {
            Some(status) => status.parse().ok().map(Cause::Http),
            None => Cause::ALL.iter().find(|c| c.id() == id).cloned(),
        }
    }

    /// The `evidence.cause` of a link-broken finding.
    pub fn id(&self) -> String {
        match self {
            Cause::Http(status) => return format!("http_{status}"),
            Cause::Soft404 => "soft_404",
            Cause::RedirectHome => "redirect_home",
            Cause::RedirectLoop => "redirect_loop",
            Cause::Dns => "dns",
            Cause::Connect => "connect",
            Cause::Tls => "tls",
            Cause::Timeout => "timeout",
            Cause::Truncated => "truncated",
            Cause::InvalidUrl => "invalid_url",
            Cause::EmptyFile => "empty_file",
            Cause::WrongContent => "wrong_content",
            Cause::Fragment => "fragment",
        }
        .to_owned()
    }

    /// The cause in Chinese.
    pub fn chinese(&self) -> String {
        match self {
            Cause::Http(404) => "页面不存在（404）",
            Cause::Http(410) => "页面已删除（410）",
            Cause::Http(403) => "禁止访问（403）",
            Cause::Http(500) => "服务器内部错误（500）",
            Cause::Http(502) => "网关错误（502）",
            Cause::Http(503) => "服务不可用（503）",
            Cause::Http(504) => "网关超时（504）",
            Cause::Http(status) => return format!("返回错误状态（{status}）"),
            Cause::Soft404 => "返回的是错误提示页（状态码却为正常）",
            Cause::RedirectHome => "页面不存在，被跳转到首页",
            Cause::RedirectLoop => "循环跳转，无法打开",
            Cause::Dns => "域名不存在",
            Cause::Connect => "无法连接服务器",
            Cause::Tls => "加密连接（HTTPS）失败",
            Cause::Timeout => "超过规定时间仍打不开",
            Cause::Truncated => "内容传输中断",
            Cause::InvalidUrl => "网址格式错误",
            Cause::EmptyFile => "文件为空（0 字节）",
            Cause::WrongContent => "文件内容与名称不符，打开后不是这种文件",
            Cause::Fragment => "页面上没有链接所指的位置",
        }
        .to_owned()
    }
}

/// Why a target cannot be told. [`Reason::id`] is `evidence.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// 401, or a 403 that may be aimed at the tool.
    Forbidden,
    /// A challenge or block page.
    Challenge,
    /// 429 to the end.
    RateLimited,
    /// robots.txt forbids it.
    Robots,
    /// It answered sometimes.
    Flaky,
    /// The whole host did not answer and was left alone.
    HostDown,
    /// Only TLS that is too old for this tool.
    TlsLegacy,
    /// The certificate is not accepted.
    TlsCertificate,
    /// Only TLCP (国密), which only browsers made for it speak.
    TlsNational,
    /// The network of this machine failed, so the target says nothing.
    OwnNetwork,
    /// A limit of the run was reached first.
    Limit,
    /// The run was stopped first.
    Interrupted,
    /// The configuration leaves it out.
    Excluded,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Reason] = &[
        Reason::Forbidden,
        Reason::Challenge,
        Reason::RateLimited,
        Reason::Robots,
        Reason::Flaky,
        Reason::HostDown,
        Reason::TlsLegacy,
        Reason::TlsCertificate,
        Reason::TlsNational,
        Reason::OwnNetwork,
        Reason::Limit,
        Reason::Interrupted,
        Reason::Excluded,
    ];

    /// The `evidence.reason` of a link-suspect finding.
    pub fn id(self) -> &'static str {
        match self {
            Reason::Forbidden => "forbidden",
            Reason::Challenge => "challenge",
            Reason::RateLimited => "rate_limited",
            Reason::Robots => "robots",
            Reason::Flaky => "flaky",
            Reason::HostDown => "host_down",
            Reason::TlsLegacy => "tls_legacy",
            Reason::TlsCertificate => "tls_certificate",
            Reason::TlsNational => "tls_national",
            Reason::OwnNetwork => "own_network",
            Reason::Limit => "limit",
            Reason::Interrupted => "interrupted",
            Reason::Excluded => "excluded",
        }
    }

    /// The reason in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Reason::Forbidden => "服务器拒绝访问，可能需要登录或只是拒绝本工具",
            Reason::Challenge => "服务器要求人机验证或被防护系统拦截",
            Reason::RateLimited => "服务器要求降低访问频率",
            Reason::Robots => "robots.txt 禁止访问",
            Reason::Flaky => "时通时断",
            Reason::HostDown => "整个服务器没有响应",
            Reason::TlsLegacy => "只支持过旧的加密协议",
            Reason::TlsCertificate => "网站证书有问题，浏览器会提示风险",
            Reason::TlsNational => "只支持国密加密协议，需用国密浏览器打开",
            Reason::OwnNetwork => "本机网络或域名解析故障",
            Reason::Limit => "达到本次检查上限",
            Reason::Interrupted => "检查中途停止",
            Reason::Excluded => "配置中排除",
        }
    }
}

/// A `cause` or `reason` in Chinese; none where it is neither.
pub(crate) fn cause_in_chinese(id: &str) -> Option<String> {
    let reason = || Reason::ALL.iter().find(|r| r.id() == id).map(|r| r.chinese().to_owned());
    Cause::of(id).map(|c| c.chinese()).or_else(reason)
}
