-- True for a code of a country (ISO 3166-1 alpha-2) or of a region, in capitals or not; raises an error for what is
-- none, which names the countries whose names begin like it.

-- Without it a mistyped country was one without any rows: a share of nothing, wherever the SQL came from.
CREATE FUNCTION research.is_place(place text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  -- ISO 3166-1, Kosovo and the withdrawn codes of measures.places.regions; then other names by which a country may be meant
  known constant text :=
    'AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; ' ||
    'AM Armenia; AN Netherlands Antilles; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; ' ||
    'AU Australia; AW Aruba; AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; ' ||
    'BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; ' ||
    'BL Saint Barthélemy; BM Bermuda; BN Brunei Darussalam; BO Bolivia; BQ Bonaire; BR Brazil; BS Bahamas; ' ||
    'BT Bhutan; BV Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada; CC Cocos; CD Congo (Kinshasa); ' ||
    'CF Central African Republic; CG Congo (Brazzaville); CH Switzerland; CI Côte d’Ivoire; CK Cook Islands; ' ||
    'CL Chile; CM Cameroon; CN China; CO Colombia; CR Costa Rica; CS Serbia and Montenegro; CU Cuba; ' ||
    'CV Cabo Verde; CW Curaçao; CX Christmas Island; CY Cyprus; CZ Czechia; DE Germany; DJ Djibouti; DK Denmark; ' ||
    'DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ' ||
    'ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; ' ||
    'FO Faroe Islands; FR France; GA Gabon; GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana; ' ||
    'GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; ' ||
    'GQ Equatorial Guinea; GR Greece; GS South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam; ' ||
    'GW Guinea-Bissau; GY Guyana; HK Hong Kong; HM Heard Island and McDonald Islands; HN Honduras; HR Croatia; ' ||
    'HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL Israel; IM Isle of Man; IN India; ' ||
    'IO British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey; JM Jamaica; ' ||
    'JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; ' ||
    'KN Saint Kitts and Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; ' ||
    'LA Laos; LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; ' ||
    'LU Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin; ' ||
    'MG Madagascar; MH Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macao; ' ||
    'MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; ' ||
    'MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; ' ||
    'NF Norfolk Island; NG Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue; ' ||
    'NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; PH Philippines; ' ||
    'PK Pakistan; PL Poland; PM Saint Pierre and Miquelon; PN Pitcairn; PR Puerto Rico; PS Palestine; ' ||
    'PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia; RU Russian Federation; ' ||
    'RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG Singapore; ' ||
    'SH Saint Helena; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia; SL Sierra Leone; SM San Marino; ' ||
    'SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST Sao Tome and Principe; SU Soviet Union; ' ||
    'SV El Salvador; SX Sint Maarten; SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad; ' ||
    'TF French Southern Territories; TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL Timor-Leste; ' ||
    'TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; ' ||
    'TZ Tanzania; UA Ukraine; UG Uganda; UM United States Minor Outlying Islands; US United States; UY Uruguay; ' ||
    'UZ Uzbekistan; VA Holy See; VC Saint Vincent and the Grenadines; VE Venezuela; VG Virgin Islands (British); ' ||
    'VI Virgin Islands (U.S.); VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; XK Kosovo; YE Yemen; ' ||
    'YT Mayotte; YU Yugoslavia; ZA South Africa; ZM Zambia; ZW Zimbabwe; BE België; BE Belgique; BE Belgien; ' ||
    'CH Suisse; CH Zwitserland; CH Schweiz; DE Deutschland; DE Duitsland; DE Allemagne; ES España; ES Spanje; ' ||
    'ES Espagne; FR Frankrijk; FR Frankreich; GB England; GB Scotland; GB UK; GB Engeland; GB Angleterre; ' ||
    'IT Italië; NL Holland; NL Nederland; NL Pays-Bas; NL Niederlande; PL Polska; PL Polen; PL Pologne; US USA; ' ||
    'US America';
  regions constant text :=
    'AFRICA AMERICAS ANTARCTICA ASIA BALKANS BALTICS BENELUX CARIBBEAN CENTRAL_AMERICA DACH' ||
    ' EASTERN_EUROPE EU EUROPE LATIN_AMERICA MIDDLE_EAST NORDICS NORTH_AMERICA OCEANIA SCANDINAVIA' ||
    ' SCHENGEN SOUTHEAST_ASIA SOUTH_AMERICA WESTERN_EUROPE WORLD';
  meant text;
BEGIN
  IF upper(place) = ANY (string_to_array(regions, ' ')) OR upper(place) IN (
    SELECT left(each, 2) FROM unnest(string_to_array(known, '; ')) AS each
  ) THEN
    RETURN true;
  END IF;
  WITH named AS (
    SELECT left(each, 2) AS code, substr(each, 4) AS name, number
    FROM unnest(string_to_array(known, '; ')) WITH ORDINALITY AS one (each, number)
  ),
  near AS (  -- those that begin as the word does, for as many letters as any does
    SELECT n.*, rank() OVER (ORDER BY letters DESC) AS nearness
    FROM named n CROSS JOIN LATERAL
      generate_series(greatest(1, least(3, length(place))), least(length(place), length(n.name))) AS letters
    WHERE starts_with(lower(n.name), lower(left(place, letters)))
  ),
  nearest AS (SELECT DISTINCT ON (n.code) n.code, n.name FROM near n WHERE n.nearness = 1 ORDER BY n.code, n.number)
  SELECT string_agg(format('%s (%s)', n.code, n.name), ' or ' ORDER BY n.code) INTO meant FROM nearest n;
  RAISE EXCEPTION '% is no code of a country or region', quote_nullable(place) USING
    ERRCODE = '22023',
    HINT = coalesce('Did you mean ' || meant || '?', 'Give a code of ISO 3166-1, such as BE, or of a region, such as EU.');
END
$$;
