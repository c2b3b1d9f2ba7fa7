//! An address as a square code in the page itself, for a camera.
//!
//! As a picture within the page: an address of its own would have the secret of a link in it, which
//! then stood in histories and in the logs of whatever stands before us.

use data_encoding::BASE64;
use qrcode::{EcLevel, QrCode};

/// The light rim that cameras need, in squares.
const RIM: usize = 4;

/// The code as the `src` of an image; none when the address is too long for a code.
///
/// A bitmap of one bit to a square, which is a tenth of the same as drawing: a hundred letters stay
/// one light page.
pub(super) fn picture(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let (width, dark) = (code.width(), code.to_colors());
    let side = width + 2 * RIM;
    let line = side.div_ceil(32) * 4;
    let mut image = header(side, line * side)?;
    // From the lowest line to the highest, as bitmaps are.
    for y in (0..side).rev() {
        let mut bits = vec![0xff_u8; line];
        for x in 0..side {
            let inside = (RIM..RIM + width).contains(&x) && (RIM..RIM + width).contains(&y);
            let at = inside.then(|| (y - RIM) * width + (x - RIM));
            let is_dark = at
                .and_then(|at| dark.get(at))
                .is_some_and(|it| *it == qrcode::Color::Dark);
            if let Some(byte) = bits.get_mut(x / 8).filter(|_| is_dark) {
                *byte &= !(0x80 >> (x % 8));
            }
        }
        image.extend_from_slice(&bits);
    }
    Some(format!("data:image/bmp;base64,{}", BASE64.encode(&image)))
}

/// The head of a bitmap with two colours: black, and white where a bit is set.
fn header(side: usize, size: usize) -> Option<Vec<u8>> {
    const HEAD: u32 = 62;
    let (side, size) = (u32::try_from(side).ok()?, u32::try_from(size).ok()?);
    let mut head = b"BM".to_vec();
    let words = [
        HEAD + size,
        0,
        HEAD,
        40,
        side,
        side,
        1 | (1 << 16),
        0,
        size,
        2835,
        2835,
        2,
        2,
    ];
    head.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    head.extend([0, 0, 0, 0, 0xff, 0xff, 0xff, 0]);
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_small_picture_with_a_light_rim() {
        let address = format!("https://veer.example.org/invitation/{}", "a1".repeat(45));
        let picture = picture(&address).unwrap();
        assert!(picture.len() < 1_000, "{}", picture.len());
        let image = BASE64
            .decode(picture.split_once(',').unwrap().1.as_bytes())
            .unwrap();
        assert_eq!(image.get(..2), Some(b"BM".as_slice()));
        let side = u32::from_le_bytes(image[18..22].try_into().unwrap()) as usize;
        let line = side.div_ceil(32) * 4;
        assert_eq!(image.len(), 62 + line * side);
        assert!(
            image[62..62 + 4 * line].iter().all(|byte| *byte == 0xff),
            "the rim"
        );
        // The corner that every code has: seven dark squares beside the rim.
        let top = image.len() - (RIM + 1) * line;
        assert_eq!((image[top], image[top + 1] & 0xf0), (0xf0, 0x10));
    }

    #[test]
    fn an_address_that_fits_no_code_has_none() {
        assert_eq!(picture(&"x".repeat(5_000)), None);
    }
}
