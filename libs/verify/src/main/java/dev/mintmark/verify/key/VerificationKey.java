package dev.mintmark.verify.key;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** The public half of a P-256 key: what a device is provisioned with. */
public final class VerificationKey {
  private final ECPublicKey key;

  VerificationKey(ECPublicKey key) {
    this.key = key;
  }

  /**
   * Reads a PEM file ({@code PUBLIC KEY}, SubjectPublicKeyInfo).
   *
   * @throws RefusedException VER-002 to VER-005
   */
  public static VerificationKey read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > Pem.MAX_BYTES) {
        throw new RefusedException(
            RefusalCode.KEY_FILE_UNREADABLE,
            "cannot read public key " + file + ": no such file, or not a small plain file");
      }
      return ofPem(Files.readAllBytes(file), "public key " + file);
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.KEY_FILE_UNREADABLE, "cannot read public key " + file + ": " + e, e);
    }
  }

  /**
   * Reads PEM text.
   *
   * @param what the key's name, for errors
   * @throws RefusedException VER-003 to VER-005
   */
  public static VerificationKey ofPem(byte[] pem, String what) {
    return new VerificationKey(P256.publicKey(Pem.decode(pem, Pem.PUBLIC, what), what));
  }

  /**
   * Reads SubjectPublicKeyInfo, DER.
   *
   * @param what the key's name, for errors
   * @throws RefusedException VER-005
   */
  public static VerificationKey ofDer(byte[] der, String what) {
    return new VerificationKey(P256.publicKey(der, what));
  }

  /**
   * Whether {@code signature} (DER, as ECDSA with SHA-256 makes it) is this key's over the data. A
   * malformed signature is just not one.
   */
  public boolean verifies(byte[] data, byte[] signature) {
    try {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initVerify(key);
      ecdsa.update(data);
      return ecdsa.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key that was checked cannot be used", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA with SHA-256", e);
    }
  }

  /** The name that cosign gives a key in a bundle: Base64 of the SHA-256 of the key's DER. */
  public String hint() {
    return Base64.getEncoder().encodeToString(Digest.of(key.getEncoded()).bytes());
  }

  /** SubjectPublicKeyInfo, DER. */
  public byte[] der() {
    return key.getEncoded();
  }

  /** SubjectPublicKeyInfo, PEM, 64 columns, one newline at the end. */
  public byte[] pem() {
    return Pem.encode(key.getEncoded(), Pem.PUBLIC);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that
        && Arrays.equals(key.getEncoded(), that.key.getEncoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key.getEncoded());
  }

  @Override
  public String toString() {
    return "P-256 key " + hint();
  }
}
