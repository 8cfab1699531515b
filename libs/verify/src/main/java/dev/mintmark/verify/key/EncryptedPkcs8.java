package dev.mintmark.verify.key;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * PKCS#8 under a password (RFC 8018, PBES2): PBKDF2, then AES in CBC mode, as openssl writes it.
 * Passwords are UTF-8; the JDK's own takes only ASCII ones.
 */
final class EncryptedPkcs8 {
  /** What OWASP asks of PBKDF2 with HMAC-SHA-256. */
  private static final int ITERATIONS = 600_000;

  /** More would be a trap for whoever opens the file. */
  private static final long MOST_WORK = 20_000_000;

  private static final int AES_256_BYTES = 32;

  private EncryptedPkcs8() {}

  /**
   * @throws RefusedException VER-004 for another scheme, VER-007 for a wrong password
   */
  static byte[] decrypt(byte[] der, String what, KeyPassword password) {
    EncryptedPrivateKeyInfo info;
    PBES2Parameters scheme;
    try {
      info = EncryptedPrivateKeyInfo.getInstance(der);
      if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        throw unknown(what, info.getEncryptionAlgorithm().getAlgorithm());
      }
      scheme = PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RefusalCode.KEY_NOT_PEM, "cannot read " + what + ": it is no encrypted PKCS#8 key", e);
    }
    byte[] secret = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password.of(what));
    try {
      EncryptionScheme cipher = scheme.getEncryptionScheme();
      byte[] key = derive(scheme.getKeyDerivationFunc(), secret, keyBytes(cipher, what), what);
      byte[] iv = ASN1OctetString.getInstance(cipher.getParameters()).getOctets();
      return aes(false, key, iv, info.getEncryptedData());
    } catch (InvalidCipherTextException | IllegalArgumentException e) {
      throw KeyPassword.wrong(what);
    }
  }

  static byte[] encrypt(byte[] pkcs8, char[] password) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[16];
    byte[] iv = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    PBKDF2Params derivation =
        new PBKDF2Params(
            salt,
            ITERATIONS,
            AES_256_BYTES,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE));
    byte[] secret = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password);
    try {
      byte[] key = pbkdf2(new SHA256Digest(), secret, salt, ITERATIONS, AES_256_BYTES);
      PBES2Parameters scheme =
          new PBES2Parameters(
              new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, derivation),
              new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
      return new EncryptedPrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, scheme),
              aes(true, key, iv, pkcs8))
          .getEncoded(ASN1Encoding.DER);
    } catch (InvalidCipherTextException | IOException e) {
      throw new IllegalStateException("bytes can always be encrypted", e);
    }
  }

  private static byte[] derive(KeyDerivationFunc function, byte[] secret, int bytes, String what) {
    ASN1ObjectIdentifier name = function.getAlgorithm();
    if (name.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      PBKDF2Params p = PBKDF2Params.getInstance(function.getParameters());
      requireWork(p.getIterationCount(), what);
      int iterations = p.getIterationCount().intValueExact();
      return pbkdf2(hash(p.getPrf().getAlgorithm(), what), secret, p.getSalt(), iterations, bytes);
    }
    throw unknown(what, name);
  }

  private static void requireWork(BigInteger work, String what) {
    if (work.signum() < 1 || work.compareTo(BigInteger.valueOf(MOST_WORK)) > 0) {
      throw new RefusedException(
          RefusalCode.KEY_KIND,
          "cannot read "
              + what
              + ": its password takes a number of rounds of "
              + work.bitLength()
              + " bits; expected 1 to "
              + MOST_WORK);
    }
  }

  private static byte[] pbkdf2(Digest hash, byte[] secret, byte[] salt, int rounds, int bytes) {
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(hash);
    generator.init(secret, salt, rounds);
    return ((KeyParameter) generator.generateDerivedParameters(bytes * Byte.SIZE)).getKey();
  }

  private static Digest hash(ASN1ObjectIdentifier prf, String what) {
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)) {
      return new SHA256Digest();
    }
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA512)) {
      return new SHA512Digest();
    }
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA384)) {
      return new SHA384Digest();
    }
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA1)) {
      return new SHA1Digest();
    }
    throw unknown(what, prf);
  }

  private static int keyBytes(EncryptionScheme cipher, String what) {
    ASN1ObjectIdentifier name = cipher.getAlgorithm();
    if (name.equals(NISTObjectIdentifiers.id_aes256_CBC)) {
      return AES_256_BYTES;
    }
    if (name.equals(NISTObjectIdentifiers.id_aes192_CBC)) {
      return 24;
    }
    if (name.equals(NISTObjectIdentifiers.id_aes128_CBC)) {
      return 16;
    }
    throw unknown(what, name);
  }

  private static byte[] aes(boolean encrypt, byte[] key, byte[] iv, byte[] in)
      throws InvalidCipherTextException {
    PaddedBufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(
            CBCBlockCipher.newInstance(AESEngine.newInstance()), new PKCS7Padding());
    cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key), iv));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    int size = cipher.processBytes(in, 0, in.length, out, 0);
    try {
      size += cipher.doFinal(out, size);
    } catch (org.bouncycastle.crypto.DataLengthException e) {
      throw new InvalidCipherTextException("not whole blocks", e);
    }
    return java.util.Arrays.copyOf(out, size);
  }

  private static RefusedException unknown(String what, ASN1ObjectIdentifier scheme) {
    return new RefusedException(
        RefusalCode.KEY_KIND,
        "cannot read "
            + what
            + ": it is encrypted with "
            + scheme
            + "; encrypt it anew with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW");
  }
}
