//! Channels of messages: those of 政务咨询, and those that the tables leave out.

use super::Channel;
use crate::lexicon::{INQUIRY_CHANNELS, Words};

/// Words of the channels that the tables leave out.
static SPECIAL: Words = Words::used(INQUIRY_CHANNELS, "special");

/// Words of 政务咨询类 channels.
static CONSULTATION: Words = Words::used(INQUIRY_CHANNELS, "consultation");

/// What a channel's name says of it. A name that joins both (咨询投诉) is a 政务咨询类 one: questions are asked there too.
fn channel_word(name: &str) -> Channel {
    if name.contains("咨询") || name.contains("留言") {
        return Channel::Consultation;
    }
    if SPECIAL.any_in(name) {
        return Channel::Special;
    }
    if CONSULTATION.any_in(name) {
        return Channel::Consultation;
    }
    Channel::Unnamed
}

/// What the names of a channel and of those above it say, the nearest first. 来信选登 below 举报平台 belongs to it: words that
/// only say that people write do not decide against a special channel above.
pub(crate) fn channel_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Channel {
    let mut open = Channel::Unnamed;
    for name in names {
        let own = ["咨询", "留言", "信箱", "问政", "建言"].iter().any(|w| name.contains(w));
        match channel_word(name) {
            Channel::Special => return Channel::Special,
            Channel::Consultation if own => return Channel::Consultation,
            Channel::Consultation => open = Channel::Consultation,
            Channel::Unnamed => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_the_tables_leave_out_are_known_by_their_names() {
        for (names, channel) in [
            (&["局长信箱", "互动交流"][..], Channel::Consultation),
            (&["咨询投诉"], Channel::Consultation),
            (&["投诉举报"], Channel::Special),
            (&["举报信箱"], Channel::Special),
            (&["来信选登", "纪检监察"], Channel::Special),
            (&["来信选登", "互动交流"], Channel::Consultation),
            (&["局长信箱", "信访举报"], Channel::Consultation),
            (&["民意征集"], Channel::Special),
            (&["在线访谈"], Channel::Special),
            (&["网上信访"], Channel::Special),
            (&["依申请公开"], Channel::Special),
            (&["办事大厅"], Channel::Unnamed),
        ] {
            assert_eq!(channel_of(names.iter().copied()), channel, "{names:?}");
        }
    }
}
