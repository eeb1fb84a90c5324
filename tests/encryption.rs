//! Whole runs over HTTPS: what a report says of certificates.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;

use crate::desk::{Desk, site_yaml, sites_yaml};
use crate::site_server::{Answer, SiteServer};

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_after = date_time_ymd(2049, 12, 31);
    params
}

fn authority(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// A short DER value.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).unwrap()][..], content].concat()
}

/// The extension that says where the issuer's certificate can be had.
fn issuer_at(url: &str) -> CustomExtension {
    let kind = der(6, &[0x2b, 6, 1, 5, 5, 7, 0x30, 2]);
    let access = der(0x30, &[kind, der(0x86, url.as_bytes())].concat());
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], der(0x30, &access))
}

/// Serves this page to every request behind this one certificate, until the test ends.
fn serve(params: &CertificateParams, issuer: &CertifiedIssuer<'_, KeyPair>, page: &str) -> SocketAddr {
    let key = KeyPair::generate().unwrap();
    let leaf = params.signed_by(&key, issuer).unwrap().der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, answer) = (Arc::clone(&config), answer.clone());
            thread::spawn(move || {
                let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                let mut head = [0; 4096];
                // A client that refuses the certificate goes away here.
                if stream.read(&mut head).is_ok_and(|n| n > 0) {
                    let _sent = stream.write_all(answer.as_bytes());
                    stream.conn.send_close_notify();
                    let _sent = stream.flush();
                }
            });
        }
    });
    address
}

#[test]
fn certificates_are_told_by_site_and_never_called_dead_links() {
    let root = CertifiedIssuer::self_signed(authority("Test Root"), KeyPair::generate().unwrap()).unwrap();
    let middle = CertifiedIssuer::signed_by(authority("Test Middle"), KeyPair::generate().unwrap(), &root).unwrap();
    let sold = AsRef::<rcgen::Certificate>::as_ref(&middle).der().to_vec();
    let shop = SiteServer::start(move |_| Answer::new(200, "application/pkix-cert", sold.clone()));

    let mut expired = params("expired");
    expired.not_after = date_time_ymd(2020, 1, 2);
    let expired = serve(&expired, &root, "");
    let mut incomplete = params("incomplete");
    incomplete.custom_extensions.push(issuer_at(&shop.url("/middle.cer")));
    let home = format!("<html><title>首页</title><p>平安鹭岛</p><a href=\"https://{expired}/\">分局</a></html>");
    let incomplete = serve(&incomplete, &middle, &home);

    let sites = [
        site_yaml("main", "main", &format!("https://{incomplete}/"), ""),
        site_yaml("sub", "subsite", &format!("https://{expired}/"), ""),
        site_yaml("plain", "subsite", &shop.url("/"), ""),
    ];
    let desk = Desk::with(sites_yaml(&sites.concat()));
    let trusted = desk.folder.path().join("root.pem");
    fs::write(&trusted, AsRef::<rcgen::Certificate>::as_ref(&root).pem()).unwrap();
    let output = desk
        .command(&[
            "monthly",
            "--rate",
            "off",
            "--as-of",
            "2026-11-23",
            "--format",
            "json",
            "--no-progress",
        ])
        .env("SSL_CERT_FILE", &trusted)
        .output()
        .unwrap();
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();

    let days: Vec<_> = run["sites"].as_array().unwrap().iter().map(|s| &s["certificate_days"]).collect();
    assert_eq!(days, [&json!(8439), &json!(-2517), &json!(null)]);
    let sheet = desk.report(&run, "站点汇总.csv");
    let row = |id: &str| sheet.lines().find(|l| l.starts_with(id)).unwrap().to_owned();
    assert!(row("main,").contains("证书链不完整") && row("main,").contains(",8439,"), "{sheet}");
    assert!(
        row("sub,").contains("网站证书有问题：证书已过期") && row("sub,").contains(",-2517,"),
        "{sheet}"
    );
    assert!(row("plain,").contains("sites.yaml 中的 url,,"), "{sheet}");
    assert_eq!(run["sites"][0]["pages"], json!(1), "the page behind the incomplete chain was read");
    assert_eq!(shop.count("/middle.cer"), 1);

    let links = desk.findings(&run);
    let suspect: Vec<_> = links.iter().filter(|f| f["rule"] == "link-suspect").collect();
    assert_eq!(suspect.len(), 1, "{links:?}");
    assert_eq!(suspect[0]["evidence"]["reason"], json!("tls_certificate"));
    assert_eq!(suspect[0]["evidence"]["tls"], json!("证书已过期"));
    assert_eq!(suspect[0]["evidence"]["certificate_until"], json!("2020-01-02"));
    assert!(!links.iter().any(|f| f["rule"] == "link-broken"), "{links:?}");
    assert_eq!(output.status.code(), Some(3), "a home page that was not read is a gap");
}
