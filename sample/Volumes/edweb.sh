# Links that lead inside, outside and nowhere, odd names, odd modes, extended attributes.
ln -s ../html html/self
ln -s /etc/hostname html/outside
ln -s "nowhere at all" html/dangling
mkdir -m 1777 uploads
mkdir -m 750 private
mkdir -m 2775 shared
printf 'secret' >private/key && chmod 400 private/key
printf '#!/bin/sh\necho hello\n' >run.cgi && chmod 755 run.cgi
: >empty
printf 'x' >"name with spaces, ümläut and 你好.txt"
printf 'x' >"$(printf 'new\nline and tab\t.txt')"
printf 'x' >"$(printf 'not-utf8-\377\376.bin')"
printf 'x' >'-rf' && printf 'x' >'*' && printf 'x' >'back\slash"quote'\'''
if command -v setfattr >/dev/null; then
    setfattr -n user.origin -v 'https://example.org/' index.html 2>/dev/null || :
    setfattr -n user.binary -v 0x00ff10 uploads 2>/dev/null || :
fi
touch -d '2019-05-06 07:08:09.000000001' html
