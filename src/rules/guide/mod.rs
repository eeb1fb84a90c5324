//! Service guides: their elements, their wording, their forms.

pub(super) mod guide_form_missing;
pub(super) mod guide_incomplete;
pub(super) mod guide_material_format;
pub(super) mod guide_phone;
pub(super) mod guide_policy_unstated;
pub(super) mod guide_text;
pub(super) mod guide_vague;
