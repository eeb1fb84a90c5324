//! The model of `--reranker`: a folder with `model.onnx` and `vocab.txt`, read where the program was built to.

use std::path::Path;

use super::exit::CliError;
use crate::wording::Reranker;

/// Reads the model of a folder.
#[cfg(feature = "onnx")]
pub(super) fn load(folder: &Path) -> Result<Box<dyn Reranker>, CliError> {
    use super::wording_files::{read_capped, text};
    use crate::wording::MaskedModel;

    /// The format itself allows no more: a protobuf message ends at 2 GiB. A base model is 400 MB.
    const LARGEST_MODEL: u64 = 2 << 30;

    if !folder.is_dir() {
        return Err(CliError::Usage(format!(
            "“{}”不是目录。\n改法：--reranker 后写存有 model.onnx 和 vocab.txt 的目录。",
            folder.display()
        )));
    }
    let vocabulary = text(&folder.join("vocab.txt"))?;
    let model = read_capped(&folder.join("model.onnx"), LARGEST_MODEL)?;
    quietly(|| MaskedModel::load(&model, &vocabulary))
        .map(|model| Box::new(model) as Box<dyn Reranker>)
        .map_err(|error| CliError::Usage(format!("复核模型“{}”用不了：{error}。", folder.display())))
}

/// Reading a model may panic inside the library, which ends as an error like any other: nothing else is to be said of it.
#[cfg(feature = "onnx")]
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = work();
    std::panic::set_hook(hook);
    done
}

/// Says that this program cannot.
#[cfg(not(feature = "onnx"))]
pub(super) fn load(_folder: &Path) -> Result<Box<dyn Reranker>, CliError> {
    Err(CliError::Usage(
        "这个程序编译时没有带 ONNX 支持，用不了 --reranker。\n改法：用 cargo build --release --features onnx 重新编译，或者去掉这个选项（也检查环境变量 XUNCHA_RERANKER）。"
            .to_owned(),
    ))
}
