//! Records as bytes: JSON, compressed where that pays.

use std::cell::RefCell;

use serde::{Serialize, de::DeserializeOwned};

/// First byte of a record: JSON as it is.
const PLAIN: u8 = 0;
/// First byte of a record: length of the JSON (u32, little-endian), then a zstd frame.
const ZSTD: u8 = 1;
/// Shorter records gain nothing from compression.
const WORTH_COMPRESSING: usize = 512;
/// No record is nearly as long; a length beyond it comes from a damaged file and must not be believed.
const LONGEST: usize = 1 << 30;
/// Level 1: facts shrink to about a quarter, at several hundred MB/s.
const LEVEL: i32 = 1;

thread_local! {
    // The tables of either are larger than most records: made once a thread, not once a record.
    static COMPRESSOR: RefCell<Option<zstd::bulk::Compressor<'static>>> = RefCell::new(zstd::bulk::Compressor::new(LEVEL).ok());
    static DECOMPRESSOR: RefCell<Option<zstd::bulk::Decompressor<'static>>> = RefCell::new(zstd::bulk::Decompressor::new().ok());
}

/// A value as a record.
pub(super) fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    let mut plain = vec![PLAIN];
    serde_json::to_writer(&mut plain, value).expect("plain data with text keys is always JSON");
    let json = &plain[1..];
    let Ok(length) = u32::try_from(json.len()) else { return plain };
    if json.len() < WORTH_COMPRESSING {
        return plain;
    }
    let frame = COMPRESSOR.with_borrow_mut(|c| c.as_mut().and_then(|c| c.compress(json).ok()));
    match frame {
        Some(frame) if frame.len() + 5 < plain.len() => {
            let mut record = Vec::with_capacity(frame.len() + 5);
            record.push(ZSTD);
            record.extend_from_slice(&length.to_le_bytes());
            record.extend_from_slice(&frame);
            record
        }
        _ => plain,
    }
}

/// The value of a record, or what is wrong with it.
pub(super) fn unpack<T: DeserializeOwned>(record: &[u8]) -> Result<T, String> {
    let json = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(|e| e.to_string());
    match record {
        [PLAIN, rest @ ..] => json(rest),
        [ZSTD, a, b, c, d, frame @ ..] => {
            let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            // zstd's best possible ratio is far below 1:100,000; a longer claim is damage.
            if length > LONGEST || length / 100_000 > frame.len() {
                return Err("记录长度不可信".to_owned());
            }
            json(&decompressed(frame, length).map_err(|e| e.to_string())?)
        }
        _ => Err("记录格式不认识".to_owned()),
    }
}

/// How long the JSON of a record says it is, bytes.
pub(super) fn plain_length(record: &[u8]) -> usize {
    match record {
        [ZSTD, a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
        _ => record.len(),
    }
}

fn decompressed(frame: &[u8], length: usize) -> std::io::Result<Vec<u8>> {
    DECOMPRESSOR.with_borrow_mut(|d| match d {
        Some(decompressor) => decompressor.decompress(frame, length),
        None => zstd::bulk::decompress(frame, length),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_values_come_back() {
        for n in [0, 1, 200, 100_000] {
            let value: Vec<String> = (0..n).map(|i| format!("第{i}条链接")).collect();
            let record = pack(&value);
            assert_eq!(unpack::<Vec<String>>(&record).unwrap(), value);
            assert_eq!(record[0] == ZSTD, n >= 200);
        }
    }

    #[test]
    fn damage_is_an_error_and_never_a_huge_allocation() {
        assert!(unpack::<Vec<u8>>(&[]).is_err());
        assert!(unpack::<Vec<u8>>(&[9, 1, 2]).is_err());
        assert!(unpack::<Vec<u8>>(&[ZSTD, 0xff, 0xff, 0xff, 0xff, 1, 2]).is_err());
        let mut record = pack(&vec!["栏目".to_owned(); 500]);
        let middle = record.len() / 2;
        record.truncate(middle);
        assert!(unpack::<Vec<String>>(&record).is_err());
    }
}
