package dev.mintmark.verify.key;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A P-256 private key. Its signatures are deterministic (RFC 6979): one key and one text have one
 * signature, so that a release made twice is the same bytes. Safe for use by several threads.
 */
public final class SigningKey {
  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

  private final ECPrivateKey key;
  private final VerificationKey verificationKey;

  private SigningKey(ECPrivateKey key) {
    this.key = key;
    this.verificationKey = new VerificationKey(publicHalf(key.getS()));
  }

  /** A new random key. */
  public static SigningKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(P256.PARAMETERS);
      return new SigningKey((ECPrivateKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK can make a P-256 key", e);
    }
  }

  /**
   * Reads a PEM file ({@code PRIVATE KEY}, PKCS#8, not encrypted) that only its owner may read.
   *
   * @throws RefusedException VER-001 to VER-005
   */
  public static SigningKey read(Path file) {
    return ofPem(PrivateFile.read(file), "private key " + file);
  }

  /**
   * Reads PEM text.
   *
   * @param what the key's name, for errors
   * @throws RefusedException VER-003 to VER-005
   */
  public static SigningKey ofPem(byte[] pem, String what) {
    return new SigningKey(P256.privateKey(Pem.decode(pem, Pem.PRIVATE, what), what));
  }

  /**
   * Writes a new PEM file that only its owner may read.
   *
   * @throws RefusedException VER-006 when the file is there already
   */
  public void write(Path file) throws IOException {
    PrivateFile.create(file, Pem.encode(key.getEncoded(), Pem.PRIVATE));
  }

  /** ECDSA with SHA-256 over the data, DER. */
  public byte[] sign(byte[] data) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(key.getS(), DOMAIN));
    BigInteger[] rs = signer.generateSignature(Digest.of(data).bytes());
    try {
      return StandardDSAEncoding.INSTANCE.encode(DOMAIN.getN(), rs[0], rs[1]);
    } catch (IOException e) {
      throw new IllegalStateException("two integers always have a DER form", e);
    }
  }

  public VerificationKey verificationKey() {
    return verificationKey;
  }

  private static ECPublicKey publicHalf(BigInteger d) {
    var point = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), d).normalize();
    return P256.publicKey(
        new ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()));
  }

  /** Names the public half only. */
  @Override
  public String toString() {
    return "private half of " + verificationKey;
  }
}
