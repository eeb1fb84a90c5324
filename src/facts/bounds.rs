//! How much is kept of what a page or a server says, in one place.
//!
//! A page may have a title of half a million characters, and a finding repeats the title of its page: what is kept of a text
//! is multiplied by all that is said of it. So every text has a bound by its kind, every list one by number, and all lists
//! of a page together one by bytes. [`page`] and [`exchange`] put them on what the readers give; they name every field, so
//! that a new one does not compile before somebody has decided how much of it is kept.

mod answers;
mod room;

pub(crate) use answers::exchange;

use self::room::{Room, address, clip, line, maybe, size};
use super::{
    CitedPolicy, Crumb, DateTraces, DocumentFacts, ElementValue, Fact, FooterFacts, FormFacts, GuideFacts, HeaderFacts, HiddenLink,
    HiddenLinks, InquiriesOnPage, InquiryFacts, Link, ListItem, ListingFacts, MaterialFacts, MaterialItem, PageFacts, PageSheet,
    PhoneFacts, PrivateNumber, SheetFacts, StandIn, StyledLinks, Target, VaguePhrase,
};

/// Characters of what is one line to a reader: a title, a name, a heading, a label. The longest `<title>` of 81 collected
/// pages of offices has 297.
pub(crate) const LINE: usize = 500;

/// Characters of what a link says.
pub(crate) const LINK_TEXT: usize = 80;

/// Bytes of an address. Twice what Apache and nginx take in a request line (8 KiB by default): nobody answers longer ones.
pub(crate) const ADDRESS: usize = 16 << 10;

/// Characters of the main text.
pub(crate) const TEXT: usize = 200_000;

/// Characters of a header's value; a longer ETag or date is none that anybody sends back.
pub(crate) const HEADER: usize = 300;

/// Links of one page, and the bytes of their addresses and texts. A page of 8 MiB, the most that is read, can hold these.
pub(crate) const LINKS: usize = 200_000;
/// See [`LINKS`].
pub(crate) const LINK_BYTES: usize = 64 << 20;

/// Addresses that the style sheets of one page, or one sheet that is served by itself, load. The largest sheets of flags and
/// icons name some 500 pictures; one that names a hundred thousand is made by a fault or on purpose, and each is a request.
/// One more is kept, by which it is known that there were more ([`PageFacts::styles_left_out`]).
pub(crate) const STYLE_LINKS: usize = 2_000;

/// Things of any other kind on one page: items of a list, boxes, steps of 当前位置. A page may well list all of a column at once: 5,000 are
/// judged like any other number.
pub(crate) const THINGS: usize = 20_000;

/// Bytes of all these things together.
pub(crate) const THING_BYTES: usize = 16 << 20;

/// Things of which a page has a handful: boxes, labels, steps of 当前位置, a guide's forms.
const FEW: usize = 1_000;

/// Bounds what was read of a page. Where things had to be left out, it counts as cut off: what is not kept was not looked at.
pub(crate) fn page(facts: &mut PageFacts) {
    let PageFacts {
        url: _,
        charset,
        kind: _,
        title,
        html_title,
        pub_date: _,
        printed_date,
        source,
        column,
        breadcrumb,
        labels,
        header,
        footer,
        listing,
        listing_otherwise,
        says_own: _,
        boxes,
        frame,
        words,
        guide,
        inquiries,
        links,
        report_names,
        text,
        text_chars: _,
        running: _,
        blank_note,
        error_words,
        stand_in,
        script_filled: _,
        shows_nothing: _,
        list_at,
        // Numbers; the reader keeps a fixed number of them.
        places: _,
        lost,
        dates,
        document,
        private,
        hidden,
        styled,
        sheet,
        cut_off,
    } = facts;
    let mut room = Room::new(THING_BYTES);
    let DateTraces {
        kind: _,
        address: _,
        label: _,
        now: _,
        earlier: _,
    } = dates;
    line(&mut charset.name);
    let DocumentFacts { number, withdrawn } = document;
    let single = [
        title,
        html_title,
        printed_date,
        source,
        column,
        blank_note,
        error_words,
        number,
        withdrawn,
        &mut charset.declared,
    ];
    single.into_iter().for_each(maybe);
    if let Some(StandIn::Message(words)) = stand_in {
        line(words);
    }
    clip(text, TEXT);
    clip(frame, TEXT);
    let HeaderFacts {
        text: top,
        pictures,
        mute: _,
    } = header;
    line(top);
    room.lines(pictures);
    footer_facts(footer, &mut room);
    *labels = std::mem::take(labels)
        .into_iter()
        .take(FEW)
        .map(|(mut name, mut value)| {
            line(&mut name);
            line(&mut value);
            (name, value)
        })
        .collect();
    room.keep(breadcrumb, FEW, |Crumb { text, url }| {
        line(text);
        address(url);
        text.len() + size(url.as_deref())
    });
    for listing in listing.iter_mut().chain(listing_otherwise) {
        list(listing, &mut room);
    }
    room.keep(boxes, FEW, |listing| {
        let mut own = Room::new(THING_BYTES);
        list(listing, &mut own);
        own.taken()
    });
    room.lines(words);
    room.lines(report_names);
    // The resolver gives no longer ones, and a part of an address leads elsewhere.
    room.keep(list_at, FEW, |address| address.len());
    if let Some(guide) = guide {
        guide_facts(guide, &mut room);
    }
    if let Some(InquiriesOnPage {
        form: _,
        channel: _,
        items,
        seen: _,
    }) = inquiries
    {
        room.keep(items, InquiriesOnPage::KEPT, inquiry);
    }
    room.keep(lost, FEW, link);
    room.keep(private, THINGS, |number| {
        let PrivateNumber {
            kind: _,
            masked,
            context,
            offset: _,
            certain: _,
        } = number;
        line(masked);
        line(context);
        masked.len() + context.len()
    });
    room.keep(hidden, FEW, hidden_links);
    if let Some(StyledLinks {
        sheets,
        // Markup and rules that break off anywhere would say something else: the readers keep to their own bounds.
        markup: _,
        cut: _,
        unread: _,
    }) = styled
    {
        room.keep(sheets, FEW, |sheet| match sheet {
            PageSheet::File(of) | PageSheet::Block(of) => of.len(),
        });
    }
    if let Some(SheetFacts { rules: _, imports, cut: _ }) = sheet {
        room.keep(imports, FEW, |of| of.len());
    }
    let mut of_links = Room::new(LINK_BYTES);
    of_links.keep(links, LINKS, link);
    *cut_off |= room.full || of_links.full;
}

fn footer_facts(footer: &mut FooterFacts, room: &mut Room) {
    let FooterFacts {
        site_code,
        icp,
        police,
        sponsor,
        contact,
        site_codes,
        malformed,
        mark: _,
        police_link: _,
        find_errors: _,
        site_map: _,
        doubtful: _,
        seen: _,
        beyond: _,
    } = footer;
    [site_code, sponsor, contact].into_iter().for_each(maybe);
    for all in [icp, police, site_codes, malformed] {
        room.lines(all);
    }
}

fn list(listing: &mut ListingFacts, room: &mut Room) {
    let ListingFacts {
        column,
        more_url,
        items,
        page_number: _,
        paged: _,
    } = listing;
    maybe(column);
    address(more_url);
    room.keep(items, THINGS, |item| {
        let ListItem {
            title,
            url,
            date: _,
            year_inferred: _,
            pinned: _,
        } = item;
        line(title);
        address(url);
        title.len() + size(url.as_deref())
    });
}

fn guide_facts(guide: &mut GuideFacts, room: &mut Room) {
    let GuideFacts {
        name,
        elements,
        empty,
        forms,
        body: _,
        materials,
        vague,
        policies,
        phones,
        form_library,
    } = guide;
    maybe(name);
    address(form_library);
    for ElementValue { heading, value } in elements.values_mut() {
        line(heading);
        line(value);
    }
    room.keep(empty, FEW, |(_, heading)| {
        line(heading);
        heading.len()
    });
    room.keep(forms, FEW, |FormFacts { name, url }| {
        line(name);
        address(url);
        name.len() + size(url.as_deref())
    });
    if let Some(MaterialFacts {
        items,
        form_for_all: _,
        none_needed: _,
        unread: _,
    }) = materials
    {
        room.keep(items, FEW, |MaterialItem { text, form: _, named: _ }| {
            line(text);
            text.len()
        });
    }
    room.keep(vague, FEW, |phrase| {
        let VaguePhrase {
            element: _,
            phrase,
            doubtful: _,
        } = phrase;
        line(phrase);
        phrase.len()
    });
    room.keep(policies, FEW, |CitedPolicy { name, detail: _ }| {
        line(name);
        name.len()
    });
    room.keep(phones, FEW, |phone| {
        let PhoneFacts {
            heading,
            reachable: _,
            wrong,
            placeholders,
            doubtful,
        } = phone;
        line(heading);
        let mut own = Room::new(THING_BYTES);
        for all in [wrong, placeholders, doubtful] {
            own.lines(all);
        }
        heading.len() + own.taken()
    });
}

fn inquiry(facts: &mut InquiryFacts) -> usize {
    let InquiryFacts {
        title,
        url,
        asked: _,
        answered: _,
        answerer,
        answer: _,
        status: _,
        status_word,
        no_dates,
    } = facts;
    maybe(title);
    maybe(status_word);
    address(url);
    if let Fact::Known(who) = answerer {
        line(who);
    }
    let mut own = Room::new(THING_BYTES);
    own.lines(no_dates);
    size(title.as_deref()) + size(url.as_deref()) + own.taken()
}

fn hidden_links(hidden: &mut HiddenLinks) -> usize {
    let HiddenLinks {
        how: _,
        links,
        count: _,
        domains: _,
        words,
        sort: _,
        named: _,
        asked: _,
    } = hidden;
    let mut own = Room::new(THING_BYTES);
    own.keep(links, FEW, |HiddenLink { url, text }| {
        clip(url, ADDRESS);
        line(text);
        url.len() + text.len()
    });
    own.lines(words);
    own.taken()
}

fn link(link: &mut Link) -> usize {
    let Link {
        target,
        from: _,
        text,
        raw,
    } = link;
    line(text);
    line(raw);
    let led = match target {
        // The resolver gives no longer ones.
        Target::Web { url, fragment } => {
            maybe(fragment);
            url.len() + size(fragment.as_deref())
        }
        Target::Local(raw) | Target::Invalid(raw) => {
            line(raw);
            raw.len()
        }
    };
    led + text.len() + raw.len()
}

#[cfg(test)]
mod tests;
