# SPDX-License-Identifier: GPL-2.0-only
#
# width.pl FILE ...: print file:line and the width of each line that is too long: the limit is 100
# columns, in Markdown 80. Tab stops are 8 columns apart.

use strict;
use warnings;

my $string = qr/"(?:\\.|[^"\\])*"|'[^']*'/;

# Lines that may be longer: which files, which lines (undef: all), and why.
my @longer = (
	[ qr{^generated/|^tests/(base|hooks|lints)/|^checks/lints/planted/
		|\.(patch|diff|res|png)$|^COPYING$}x, undef,
		'is compared byte for byte' ],
	[ qr{^cocci/[a-z_]+/|^checks/lints/.*\.cocci$}, qr{^///? },
		'a key of the header is one line' ],
	[ qr{^tests/mutants/[a-z-]+/}, qr/^# [A-Z][a-z]+: |^[-+ ]/,
		'a key of the header is one line, and so is one of the kernel' ],
	[ qr{^tests/(full/rows|audit/rows|audit/judged|strip/(sites|differences)|git/programs)$
		|^checks/style\.allow$|^cocci/(generic|series)$|\.conf$}x, qr/^[^#]/,
		'a row of a table is one line, and so is a key' ],
	[ qr{^review/package-lock\.json$}, undef, 'npm writes it' ],
	[ qr{^Documentation/make-help\.txt$}, undef, 'is printed as it stands' ],
	[ qr{\.md$}, qr/^\|/, 'a row of a table is one line' ],
	[ qr{\.md$}, qr/^ {4}.{0,96}$/, 'an example, which is code' ],
	[ qr{\.md$}, qr/^ {4}(nsgen: |net on |  CHECK   |#   cocci)/, 'what nsgen prints' ],
	[ qr{.}, qr{^[\s#*/]*\S+$}, 'nothing to break it at, as in an address' ],
	[ qr{(?<!\.md)$}, qr/^\s*.{0,24}?(?:$string)[^\s"']{0,12}(?: (?:\\|&&|\|\||\|))?$/,
		'a string is looked for as it is printed' ],
);

binmode STDOUT, ':utf8';
for my $file (@ARGV) {
	my @lines = map { $_->[1] } grep { $file =~ $_->[0] } @longer;

	next if grep { !defined } @lines;
	my $limit = $file =~ /\.md$/ ? 80 : 100;
	open my $in, '<:utf8', $file or die "$file: $!\n";
	while (my $line = <$in>) {
		chomp $line;
		1 while $line =~ s/^([^\t]*)\t/$1 . ' ' x (8 - length($1) % 8)/e;
		next if length $line <= $limit or grep { $line =~ $_ } @lines;
		print "$file:$.: ", length $line, " columns\n";
	}
}
