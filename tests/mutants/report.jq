# SPDX-License-Identifier: GPL-2.0-only
#
# jq -R -n -f report.jq --slurpfile report REPORT --arg patch FILE --arg subject SUBJECT \
#	--arg sum SHA256 --rawfile sums SUMS --arg spec SPEC <AUTHORS
#
# SPEC is "key=value ...". The report of a series that was folded into one patch: AUTHORS is what
# authors.awk prints, SUMS has path, digest before, digest after ("-" for none) of each file. It
# claims what nsgen would claim of the patch: a site that lost its last line is one that the tree
# does not have.

def rows: [inputs | split("\t") | {
	path: .[0], hunk: (.[1:5] | map(tonumber)), side: .[5], line: (.[6] | tonumber),
	author: (.[7] | fromjson)
}];

def hunks($path): [.[] | select(.path == $path)] | group_by(.hunk) | map({
	old_start: .[0].hunk[0], old_count: .[0].hunk[1],
	new_start: .[0].hunk[2], new_count: .[0].hunk[3],
	lines: (sort_by(.side == "adds") | map({(.side): .line} + .author))
});

rows as $rows
| [$sums | split("\n")[] | select(. != "") | split("\t")] as $files
| ($files | map({path: .[0], state: (if .[1] == "-" then "new" else "modified" end)}
	+ (if .[1] == "-" then {} else {before: .[1]} end) + {after: .[2]})) as $states
| $report[0] | del(.cover)
| reduce ($spec | split(" ")[] | split("=")) as $pair (.; .spec[$pair[0]] = $pair[1])
| .sites |= map(
	if .state != "wired" then .
	else . as $site
	| [$rows[] | select(.author.site == $site.site)] as $its
	| if $its == [] then {site, state: "absent", file, line: 1, evidence: ""}
	else .line = ([$its[] | select(.side == "adds") | .line] | min // 0) end
	| if has("patch") then .patch = 1 else . end end)
| if has("patches") then
	.files = $states
	| .patches = [.patches[0] + {number: 1, file: $patch, subject: $subject, sha256: $sum,
		files: [$files[] | {path: .[0], hunks: (.[0] as $path | $rows | hunks($path))}]}]
else
	.files = ($states | map(.path as $path | . + {hunks: ($rows | hunks($path))}))
end
