//! Links: targets that are dead, doubtful, or lie on somebody's own machine.

pub(super) mod link_broken;
pub(super) mod link_evidence;
pub(super) mod link_local;
pub(super) mod link_suspect;
pub(super) mod link_system;
pub(super) mod link_text;
