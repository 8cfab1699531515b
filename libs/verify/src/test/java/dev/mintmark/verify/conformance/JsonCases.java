package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Cases.wrong;
import static dev.mintmark.verify.conformance.Parts.bundle;
import static dev.mintmark.verify.conformance.Parts.utf8;
import static dev.mintmark.verify.conformance.Parts.with;
import static dev.mintmark.verify.refusal.RefusalCode.JSON;
import static java.nio.charset.StandardCharsets.UTF_16;

import java.util.List;

/** Bytes that two readers of JSON could take for two things, or none. */
final class JsonCases {
  private JsonCases() {}

  static List<Case> all() {
    byte[] latin = utf8(with(bundle(), "{\"mediaType\"", "{\"#\":1,\"mediaType\""));
    latin[2] = (byte) 0xE9;
    return List.of(
        doubled("doubled-media-type", "mediaType", "\"x\""),
        doubled("doubled-envelope", "dsseEnvelope", "{}"),
        doubled("doubled-payload", "payload", "\"AA==\""),
        doubled("doubled-payload-type", "payloadType", "\"text/plain\""),
        doubled("doubled-signatures", "signatures", "[]"),
        doubled("doubled-sig", "sig", "\"AA==\""),
        doubled("doubled-hint", "hint", "\"x\""),
        doubled("doubled-key", "publicKey", "{}"),
        wrong(
            "doubled-payload-by-escape",
            with(bundle(), "\"payload\":", "\"\\u0070ayload\":\"AA==\",\"payload\":"),
            JSON),
        wrong("empty-file", "", JSON),
        wrong("only-spaces", "  \n", JSON),
        wrong("null", "null", JSON),
        wrong("text", "\"bundle\"", JSON),
        wrong("list-of-bundles", "[" + bundle() + "]", JSON),
        wrong("cut", bundle().substring(0, bundle().length() - 1), JSON),
        wrong("trailing-bundle", bundle() + bundle(), JSON),
        wrong("trailing-line-of-json", bundle() + "\n{}", JSON),
        wrong("trailing-text", bundle() + "x", JSON),
        wrong("trailing-zero-byte", bundle() + "\0", JSON),
        wrong("trailing-comma", with(bundle(), "}]}}", "}],}}"), JSON),
        wrong("comment", "/* signed */" + bundle(), JSON),
        wrong("single-quotes", bundle().replace('"', '\''), JSON),
        wrong("name-without-quotes", with(bundle(), "\"mediaType\"", "mediaType"), JSON),
        wrong("not-a-number", with(bundle(), "{\"hint\"", "{\"x\":NaN,\"hint\""), JSON),
        wrong("byte-order-mark", "\uFEFF" + bundle(), JSON),
        wrong("line-break-in-text", with(bundle(), "\"payload\":\"", "\"payload\":\"\n"), JSON),
        wrong(
            "deep-lists",
            with(
                bundle(), "{\"hint\"", "{\"x\":" + "[".repeat(100) + "]".repeat(100) + ",\"hint\""),
            JSON),
        wrong("deep-objects-without-end", "{\"a\":".repeat(2_000), JSON),
        new Case("other-encoding", bundle().getBytes(UTF_16), JSON),
        new Case("not-utf-8", latin, JSON));
  }

  private static Case doubled(String name, String field, String value) {
    return wrong(
        name,
        with(bundle(), "\"" + field + "\":", "\"" + field + "\":" + value + ",\"" + field + "\":"),
        JSON);
  }
}
