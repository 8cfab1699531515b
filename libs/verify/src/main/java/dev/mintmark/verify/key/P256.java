package dev.mintmark.verify.key;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** The one curve: NIST P-256 (FIPS 186-5), which every device's crypto library verifies. */
final class P256 {
  static final ECParameterSpec PARAMETERS = parameters();

  private P256() {}

  private static ECParameterSpec parameters() {
    try {
      AlgorithmParameters ec = AlgorithmParameters.getInstance("EC");
      ec.init(new ECGenParameterSpec("secp256r1"));
      return ec.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  static KeyFactory keyFactory() {
    try {
      return KeyFactory.getInstance("EC");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has an EC key factory", e);
    }
  }

  static ECPrivateKey privateKey(byte[] pkcs8, String what) {
    try {
      ECPrivateKey key =
          (ECPrivateKey) keyFactory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      BigInteger d = key.getS();
      if (isP256(key.getParams())
          && d.signum() > 0
          && d.compareTo(key.getParams().getOrder()) < 0) {
        return key;
      }
    } catch (InvalidKeySpecException e) {
      throw wrongCurve(what, e);
    }
    throw wrongCurve(what, null);
  }

  static ECPublicKey publicKey(byte[] spki, String what) {
    try {
      ECPublicKey key = (ECPublicKey) keyFactory().generatePublic(new X509EncodedKeySpec(spki));
      if (isP256(key.getParams()) && isOnCurve(key.getW())) {
        return key;
      }
    } catch (InvalidKeySpecException e) {
      throw wrongCurve(what, e);
    }
    throw wrongCurve(what, null);
  }

  static ECPublicKey publicKey(ECPoint point) {
    try {
      return (ECPublicKey) keyFactory().generatePublic(new ECPublicKeySpec(point, PARAMETERS));
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("a point that was computed is on the curve", e);
    }
  }

  private static boolean isP256(ECParameterSpec found) {
    return found.getCurve().equals(PARAMETERS.getCurve())
        && found.getGenerator().equals(PARAMETERS.getGenerator())
        && found.getOrder().equals(PARAMETERS.getOrder())
        && found.getCofactor() == PARAMETERS.getCofactor();
  }

  /** Not every JDK checks this when it decodes a key. */
  private static boolean isOnCurve(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger p = ((ECFieldFp) PARAMETERS.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right =
        x.pow(3)
            .add(PARAMETERS.getCurve().getA().multiply(x))
            .add(PARAMETERS.getCurve().getB())
            .mod(p);
    return x.signum() >= 0
        && x.compareTo(p) < 0
        && y.signum() >= 0
        && y.compareTo(p) < 0
        && y.multiply(y).mod(p).equals(right);
  }

  private static RefusedException wrongCurve(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new RefusedException(
        RefusalCode.KEY_CURVE,
        "cannot use "
            + what
            + ": it is not an ECDSA key on P-256; make one with: openssl genpkey -algorithm EC"
            + " -pkeyopt ec_paramgen_curve:P-256",
        cause);
  }
}
