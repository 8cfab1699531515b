package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A key that never leaves its PKCS#11 token. Which random number a signature is made of is the
 * token's: the same text has another signature each time.
 */
final class TokenKey extends SigningKey {
  private final Provider provider;
  private final PrivateKey key;
  private final VerificationKey verificationKey;
  private final TokenPlace place;

  private TokenKey(
      Provider provider, PrivateKey key, VerificationKey verificationKey, TokenPlace place) {
    this.provider = provider;
    this.key = key;
    this.verificationKey = verificationKey;
    this.place = place;
  }

  /**
   * Logs in to the token.
   *
   * @throws RefusedException VER-008 when token, PIN or key do not fit; VER-001, VER-002 of the PIN
   *     file; VER-005
   */
  static TokenKey open(TokenPlace place) {
    char[] pin = new String(PrivateFile.read(place.pinFile()), UTF_8).strip().toCharArray();
    try {
      Provider provider = provider(place);
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      Certificate certificate = store.getCertificate(place.key());
      if (!(store.getKey(place.key(), null) instanceof PrivateKey key) || certificate == null) {
        throw refused(
            place,
            "it has no key '%s' with a certificate beside it (found: %s); keytool -genkeypair makes both"
                .formatted(place.key(), java.util.Collections.list(store.aliases())),
            null);
      }
      VerificationKey half =
          VerificationKey.ofDer(certificate.getPublicKey().getEncoded(), "key " + place.key());
      return new TokenKey(provider, key, half, place);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (e instanceof RefusedException refused) {
        throw refused;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw refused(
          place, "%s; is the PIN right, and is a token in that slot?".formatted(cause), e);
    }
  }

  private static Provider provider(TokenPlace place) {
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw refused(place, "this Java runtime has no module jdk.crypto.cryptoki", null);
    }
    return base.configure(
        "--name = mintmark\nlibrary = \"%s\"\nslot = %d\n".formatted(place.module(), place.slot()));
  }

  @Override
  public byte[] sign(byte[] data) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA", provider);
      signature.initSign(key);
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw refused(place, "it does not sign: " + e, e);
    }
  }

  @Override
  public void write(Path file) {
    throw stays();
  }

  @Override
  public void write(Path file, char[] password) {
    throw stays();
  }

  @Override
  public boolean isDeterministic() {
    return false;
  }

  @Override
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  private RefusedException stays() {
    return new RefusedException(
        RefusalCode.KEY_IN_TOKEN,
        "cannot write the private half of "
            + verificationKey
            + ": it does not leave its token; name the file that says where it is");
  }

  private static RefusedException refused(TokenPlace place, String found, @Nullable Throwable e) {
    return new RefusedException(
        RefusalCode.KEY_TOKEN,
        "cannot use the key '%s' in slot %d of %s: %s"
            .formatted(place.key(), place.slot(), place.module(), found),
        e);
  }
}
