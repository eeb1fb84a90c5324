//! What a site says of itself: identity information, name, domain and meta labels.

pub(super) mod domain_improper;
pub(super) mod identity_differs;
pub(super) mod identity_missing;
pub(super) mod identity_wrong;
pub(super) mod label_missing;
pub(super) mod label_wrong;
pub(super) mod name_missing;
mod site_name;
