package dev.mintmark.verify.dsse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * A payload with exactly one signature (secure-systems-lab/dsse, version 1.0.2).
 *
 * @param signature DER, over {@link #preAuthenticationEncoding}
 */
public record Envelope(String payloadType, byte[] payload, byte[] signature) {
  /** The payload type of an in-toto statement. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  public Envelope {
    payload = payload.clone();
    signature = signature.clone();
  }

  public static Envelope sign(String payloadType, byte[] payload, SigningKey key) {
    return new Envelope(
        payloadType, payload, key.sign(preAuthenticationEncoding(payloadType, payload)));
  }

  /** Whether the key signed this payload under this type. */
  public boolean isSignedBy(VerificationKey key) {
    return key.verifies(preAuthenticationEncoding(payloadType, payload), signature);
  }

  /** The bytes that are signed. Both lengths count bytes. */
  public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
    out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(UTF_8));
    out.writeBytes(type);
    out.writeBytes((" " + payload.length + " ").getBytes(UTF_8));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  /** Reads the JSON form; refuses any other number of signatures than one. */
  public static Envelope read(Fields json) {
    json.only("payload", "payloadType", "signatures");
    Fields signature = json.single("signatures").only("sig", "keyid");
    return new Envelope(
        json.string("payloadType"), json.base64("payload"), signature.base64("sig"));
  }

  /** The JSON form, without a key id: whoever verifies knows the key. */
  public ObjectNode json() {
    ObjectNode json = CanonicalJson.object();
    json.put("payload", Base64.getEncoder().encodeToString(payload));
    json.put("payloadType", payloadType);
    json.putArray("signatures")
        .addObject()
        .put("sig", Base64.getEncoder().encodeToString(signature));
    return json;
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope that
        && payloadType.equals(that.payloadType)
        && Arrays.equals(payload, that.payload)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "DSSE envelope of " + payload.length + " bytes " + payloadType;
  }
}
