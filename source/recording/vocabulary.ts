/*
English, as far as sentences about imports need it. Words that somebody would call a bucket, a role or a profile are left out where they can be spared.
*/
const english = `
a able about above accept accepted access accessible account across action actions add added additional address after again against ago all allow
allowed allows alone already also although always am among amount an analysis analyze analyzed analyzing and another answer answered answers any
appear appears are as ask asked asking asks assume assumed at attempt attempted attempts authentication authority authorization authorized
automatically available away be because become been before began begin begins behind being below between both break broke broken bucket buckets but by
call called came can can't cancel cancelled cancelling cancels cannot capacity cause caused certificate change changed changes character characters
check clock close closed code column columns come comes command company complete completed config configuration configure configured conflict
conflicting connect connection consistent contain contains content copied correct corrupt could couldn't count create created credentials currently
damaged data date debug decode decoding default delete deleted denied details did didn't differ different differs directory disabled disk do does
doesn't doing don't done down due duplicate during each earlier edge edges either else empty enabled encoding encountered encrypted encryption end
ended endpoint ends enough entire entries entry environment error errors establish every exactly exceed exceeded exceeds except exception exist
existing exists expect expected expired export exported exporting fail failed failing fails failure failures fault field fields file files find first
folder follow following for forbidden form format formats found from full further gave get give given gives go goes gone good graph graphs had hand
has hasn't have haven't having header headers her here history host how however http id identifier ids if ignored import imported importing imports in
include includes incomplete incorrect indicates information initializing input inside instance insufficient integer internal into invalid is isn't
issue it items its itself keep kept key keys kind know known label labels large larger last later latest least length less let level like likely limit
limits line lines list listed listens load loaded loading lock log logged login logs long longer look looked looks machine made make makes malformed
many match matched matches maximum may mean means memory message method might min minimum minute minutes mismatch missing mixed mode more most much
must name named names near need needed needs negative network never new newer next no node nodes none nor not note notes nothing noticed notifications
now nowhere null number numbers object objects occurred of off often on once one ones only open opening operation option options or order other others
otherwise our out outside over own owner page pages parse parsed parsing part parts path paths pause paused percent perform permission permissions
permitted place please policy possible prefix present preserve previous priority problem process processed processes processing profile profiles
program progress properties property provide provided provider providers provisioned provisioning proxy put queue queued quota quotas quote range
rather reach reached read readable reading reason received record recorded recording records refused region rejected relationship remaining remove
removed renew renewed repeated request requested requests required requires reset resource resources response restart result results retried retries
retry retrying returned right role rolled rolling row rows run running runs same say says scan schema second seconds secure security see seen server
service session set setting settings several shape should side sign sign-in signature signed since size skipped small smaller snapshot so some
something soon sorted source specified stands start started starts state statement statements status stay still stop stopped storage string subject
submitted succeed succeeded success successful successfully such support supported sure system systems table tag tags take taken takes task tasks
temporary text than that the their them then there these they thing this those throttled through time timed timeout times to together token tokens too
total transient transition tried trust trusted try trying two type typed types unable unavailable undefined under unexpected unique unknown
unsupported until up update updated url usage use used user usual valid validate validated validation value values verify version vertex vertices via
violates wait waited waiting want warning was wasn't way we web weight well went were what when where whether which while who whoever whole whose why
will with within without won't would write writes writing written wrong wrote yet you your
`;

/*
Names of what belongs to AWS, to the protocols and to the formats.
*/
const names = `
amazon analytics api arn arns aws certificates cli cloudwatch cluster columnar csv cypher dns https iam identity json kms mfa ncu neptune ntriples
opencypher parquet rdf rds s3 sdk sso sts tcp tls uri url utf
`;

const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/v);

/**
The words that a sentence of the service or of this program may hold in a recording, in lower case. Whatever is not among them is replaced.
*/
export const vocabulary: ReadonlySet<string> = new Set([...wordsOf(english), ...wordsOf(names)]);

/**
What sentences hold besides, to the letter: names of settings, of exceptions and of actions.
*/
export const terms: ReadonlySet<string> = new Set(wordsOf(`
--profile --region --allow-cancel http:// https:// s3://
AWS_CA_BUNDLE AWS_PROFILE AWS_REGION HTTPS_PROXY HTTP_PROXY NODE_EXTRA_CA_CERTS NO_PROXY http_proxy https_proxy
ca_bundle credential_process credential_source source_profile sso_account_id sso_role_name get-caller-identity get-session-token list-profiles
neptune-graph neptune-graph.amazonaws.com neptune-graph:ListImportTasks neptune-graph:GetImportTask neptune-graph:CancelImportTask
signin:CreateOAuth2Token sts:AssumeRole s3:GetObject s3:ListBucket kms:Decrypt
ListImportTasks GetImportTask CancelImportTask failOnError maxProvisionedMemory maxResults minProvisionedMemory nextToken taskIdentifier
AccessDenied AccessDeniedException ConflictException InternalServerException ResourceNotFoundException ServiceQuotaExceededException
ServiceUnavailableException ThrottlingException UnprocessableException ValidationException
ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOENT ENOTFOUND EPIPE ETIMEDOUT
ANALYZING_DATA OPEN_CYPHER ROLLING_BACK IN_PROGRESS UTF-8 read-only CloudWatch openCypher
`));
