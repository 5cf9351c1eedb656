# Keys only their owner reads, releases behind a link, other owners where that is allowed.
mkdir -m 700 keys
for key in rsa ec ed25519; do printf -- '-----BEGIN SAMPLE %s-----\n' "$key" >"keys/$key.pem"; chmod 600 "keys/$key.pem"; done
ln keys/rsa.pem keys/default.pem
mkdir -p releases/1 releases/2
printf '{ "issuer": "https://id.example.org", "keys": "../../keys" }\n' >releases/2/federation.json
ln -s releases/2 live
if [ "$(id -u)" = 0 ]; then chown -R 1001:1002 keys; chown 65534:0 releases; chmod 4755 releases/1; fi
if command -v setfacl >/dev/null; then setfacl -m u:1003:r releases/2/federation.json 2>/dev/null || :; fi
