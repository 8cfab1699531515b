package dev.mintmark.verify.key;

import dev.mintmark.content.Digest;
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

/** A key whose private half is in this process's memory. */
final class FileKey extends SigningKey {
  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

  private final ECPrivateKey key;
  private final VerificationKey verificationKey;

  private FileKey(ECPrivateKey key) {
    this.key = key;
    this.verificationKey = new VerificationKey(publicHalf(key.getS()));
  }

  static FileKey of(ECPrivateKey key) {
    return new FileKey(key);
  }

  static FileKey random() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(P256.PARAMETERS);
      return new FileKey((ECPrivateKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK can make a P-256 key", e);
    }
  }

  @Override
  public void write(Path file) throws IOException {
    PrivateFile.create(file, Pem.encode(key.getEncoded(), Pem.PRIVATE));
  }

  @Override
  public void write(Path file, char[] password) throws IOException {
    PrivateFile.create(
        file, Pem.encode(EncryptedPkcs8.encrypt(key.getEncoded(), password), Pem.ENCRYPTED));
  }

  @Override
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

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  private static ECPublicKey publicHalf(BigInteger d) {
    var point = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), d).normalize();
    return P256.publicKey(
        new ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()));
  }
}
