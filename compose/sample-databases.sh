# Run by the sample platform's server when it starts for the first time: its five databases.
for name in airflow asp exec gogs metadata; do
    psql -v ON_ERROR_STOP=1 -q -U postgres -d postgres -c "CREATE DATABASE \"$name\" TEMPLATE template0 ENCODING 'UTF8'"
    sed "s/{database}/\"$name\"/g; s/{\([a-z][a-z]*\)}/sample_${name}_\1/g" "/sample/$name.sql" | psql -v ON_ERROR_STOP=1 -q -U postgres -d "$name" >/dev/null
done
