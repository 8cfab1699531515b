package dev.mintmark.verify.key;

import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A P-256 private key: in a file, whose signatures are deterministic (RFC 6979: one key and one
 * text have one signature), or in a token, whose signatures differ each time. Safe for use by
 * several threads.
 */
public abstract sealed class SigningKey permits FileKey, TokenKey {
  /** A new random key. */
  public static SigningKey generate() {
    return FileKey.random();
  }

  /**
   * Reads a file that only its owner may read: PEM ({@code PRIVATE KEY}, PKCS#8, not encrypted), or
   * the place of a key in a token, as {@link TokenPlace} reads it.
   *
   * @throws RefusedException VER-001 to VER-005, VER-007 when it is encrypted, VER-008
   */
  public static SigningKey read(Path file) {
    return read(file, KeyPassword.NONE);
  }

  /**
   * As {@link #read(Path)}; also encrypted PKCS#8 (PBES2) and {@code cosign.key}.
   *
   * @throws RefusedException as {@link #read(Path)}; VER-007 for a wrong password, too
   */
  public static SigningKey read(Path file, KeyPassword password) {
    byte[] text = PrivateFile.read(file);
    return TokenPlace.isPlace(text)
        ? TokenKey.open(TokenPlace.read(text, file))
        : ofPem(text, "private key " + file, password);
  }

  /**
   * Reads PEM text that is not encrypted.
   *
   * @param what the key's name, for errors
   * @throws RefusedException VER-003 to VER-005, VER-007
   */
  public static SigningKey ofPem(byte[] pem, String what) {
    return ofPem(pem, what, KeyPassword.NONE);
  }

  private static SigningKey ofPem(byte[] pem, String what, KeyPassword password) {
    Pem.Block block = Pem.block(pem, Pem.PRIVATE, what);
    byte[] pkcs8 =
        switch (block.label()) {
          case Pem.ENCRYPTED -> EncryptedPkcs8.decrypt(block.content(), what, password);
          case Pem.SIGSTORE, Pem.COSIGN -> CosignKey.decrypt(block.content(), what, password);
          default -> Pem.decode(pem, Pem.PRIVATE, what);
        };
    return FileKey.of(P256.privateKey(pkcs8, what));
  }

  /**
   * Writes a new PEM file that only its owner may read, whole or not at all.
   *
   * @throws RefusedException VER-006 when the file is there already, VER-009 for a key in a token
   */
  public abstract void write(Path file) throws IOException;

  /**
   * As {@link #write(Path)}, encrypted (PBES2: PBKDF2 with HMAC-SHA-256, AES-256), as openssl reads
   * it.
   */
  public abstract void write(Path file, char[] password) throws IOException;

  /** ECDSA with SHA-256 over the data, DER. */
  public abstract byte[] sign(byte[] data);

  /** Whether the same data has the same signature each time. */
  public abstract boolean isDeterministic();

  public abstract VerificationKey verificationKey();

  /** Names the public half only. */
  @Override
  public final String toString() {
    return "private half of " + verificationKey();
  }
}
