package org.holdfast.yarn.launch;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.client.util.YarnClientUtils;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;

/**
 * Whom a process in a container acts as: the user that submitted the application. On a cluster
 * without Kerberos that is a name, which is taken on trust; with it, tokens.
 */
public final class Identity {

    private final UserGroupInformation user;
    private final Credentials tokens;

    private Identity(UserGroupInformation user, Credentials tokens) {
        this.user = requireNonNull(user, "user");
        this.tokens = requireNonNull(tokens, "tokens");
    }

    /**
     * This process's user, with the tokens it has; but not the ApplicationMaster's own, which only
     * the ResourceManager is to see.
     */
    public static Identity ofThisProcess() throws IOException {
        UserGroupInformation user = UserGroupInformation.getCurrentUser();
        Credentials tokens = new Credentials();
        for (Token<? extends TokenIdentifier> token : user.getCredentials().getAllTokens()) {
            if (!token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)) {
                tokens.addToken(token.getService(), token);
            }
        }
        return new Identity(user, tokens);
    }

    /** Adds what is needed to reach a file system, if the cluster asks for that. */
    public Identity withAccessTo(FileSystem files, Configuration hadoop) throws IOException {
        if (UserGroupInformation.isSecurityEnabled()) {
            files.addDelegationTokens(YarnClientUtils.getRmPrincipal(hadoop), tokens);
        }
        return this;
    }

    /** Environment variables of the process. */
    public Map<String, String> environment() {
        return UserGroupInformation.isSecurityEnabled()
                ? Map.of()
                : Map.of("HADOOP_USER_NAME", user.getShortUserName());
    }

    /** The tokens in Hadoop's form. */
    public ByteBuffer tokens() throws IOException {
        DataOutputBuffer buffer = new DataOutputBuffer();
        tokens.writeTokenStorageToStream(buffer);
        return ByteBuffer.wrap(buffer.getData(), 0, buffer.getLength());
    }
}
